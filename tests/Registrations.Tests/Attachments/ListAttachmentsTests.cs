namespace Platform.Registrations.Tests.Attachments;

public sealed class ListAttachmentsTests : OnThePlatform
{
    [Fact]
    public async Task They_are_listed_the_newest_first_without_content()
    {
        var person = await Amal.RegisterAsync();
        var first = (await AddAttachmentTests.AddAsync(Amal, person, Files.Photo())).Expect(201).Json.Id("attachmentId");
        var second = (await AddAttachmentTests.AddAsync(Amal, person, Files.Pdf(), "kind=consent-form")).Expect(201).Json.Id("attachmentId");

        var listed = (await Amal.GetAsync($"/api/people/{person}/attachments")).Items();

        Assert.Equal([second, first], listed.Select(line => line.Id("attachmentId")));
        Assert.Equal("attachmentId bytes kind mediaType recordedAt recordedBy", listed[0].FieldNames());
    }

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text()
    {
        var person = await Amal.RegisterAsync();
        (await AddAttachmentTests.AddAsync(Amal, person, Files.Pdf("/Secret"), "kind=identity-document")).Expect(201);

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var read = new Npgsql.NpgsqlCommand("select encode(about, 'escape') || encode(content, 'escape') from person_attachments where person_id = $1", database) { Parameters = { new() { Value = person } } };
        Assert.DoesNotMatch("identity-document|Secret|PDF", (string)(await read.ExecuteScalarAsync())!);
    }

    [Fact]
    public async Task Nobody_else_sees_what_is_attached()
    {
        var person = await Amal.RegisterAsync();

        (await Bayt.GetAsync($"/api/people/{person}/attachments")).Expect(404);
    }
}
