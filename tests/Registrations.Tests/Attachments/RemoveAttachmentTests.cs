namespace Platform.Registrations.Tests.Attachments;

public sealed class RemoveAttachmentTests : OnThePlatform
{
    [Fact]
    public async Task The_content_is_gone_and_that_there_was_one_stays()
    {
        var person = await Amal.RegisterAsync();
        var attachment = (await AddAttachmentTests.AddAsync(Amal, person, Files.Photo())).Expect(201).Json.Id("attachmentId");

        (await Amal.DeleteAsync($"/api/people/{person}/attachments/{attachment}")).Expect(204);
        (await Amal.DeleteAsync($"/api/people/{person}/attachments/{attachment}")).Expect(204);   // twice changes nothing

        (await Amal.GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(404);
        Assert.NotNull(Assert.Single((await Amal.GetAsync($"/api/people/{person}/attachments")).Items()).Text("removedAt"));
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var read = new Npgsql.NpgsqlCommand("select content is null from person_attachments where attachment_id = $1", database) { Parameters = { new() { Value = attachment } } };
        Assert.Equal(true, await read.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_removes_nothing()
    {
        var person = await Amal.RegisterAsync();
        var attachment = (await AddAttachmentTests.AddAsync(Amal, person, Files.Photo())).Expect(201).Json.Id("attachmentId");

        (await Bayt.DeleteAsync($"/api/people/{person}/attachments/{attachment}")).Expect(404);
        (await (await WhoOnlyReadsAsync(person)).DeleteAsync($"/api/people/{person}/attachments/{attachment}")).Expect(403);
        (await Amal.DeleteAsync($"/api/people/{await Amal.RegisterAsync()}/attachments/{attachment}")).Expect(404);
        (await Amal.GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(200);
    }
}
