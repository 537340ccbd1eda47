using Microsoft.Extensions.Configuration;
using Platform.Access;

namespace Platform.Registrations.Tests.Attachments;

public sealed class DownloadAttachmentTests : OnThePlatform
{
    [Fact]
    public async Task It_is_for_who_sees_the_file_and_entered_as_read()
    {
        var person = await Amal.RegisterAsync();
        var attachment = (await AddAttachmentTests.AddAsync(Amal, person, Files.Photo())).Expect(201).Json.Id("attachmentId");

        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(200);
        (await (await Platform.SignInAsync("caseworker@amal-health.demo")).GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(404);
        (await Bayt.GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(404);
        (await Amal.GetAsync($"/api/people/{await Amal.RegisterAsync()}/attachments/{attachment}/content")).Expect(404);   // under another person's file
        Assert.Contains("GET /people/{personId:guid}/attachments/{attachmentId:guid}/content identity allowed", await AuditOfAsync(person));
    }

    [Fact]
    public async Task It_is_looked_at_once_more_before_it_goes_out()
    {
        var person = await Amal.RegisterAsync();
        var attachment = (await AddAttachmentTests.AddAsync(Amal, person, Files.Photo())).Expect(201).Json.Id("attachmentId");
        using var keys = new KeyStore(new ConfigurationBuilder().AddInMemoryCollection(Platform.SettingsOf("registrations").Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build());
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var swap = new Npgsql.NpgsqlCommand("update person_attachments set content = $2 where attachment_id = $1", database)
        {
            Parameters = { new() { Value = attachment }, new() { Value = (await keys.GetAsync(person, CancellationToken.None))!.SealBytes("attachment", "<script>alert(1)</script>"u8) } },
        };
        await swap.ExecuteNonQueryAsync();   // as one that an older version took

        Assert.Equal("unfit", (await Amal.GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task It_cannot_be_put_in_the_place_of_another()
    {
        var person = await Amal.RegisterAsync();
        var attachment = (await AddAttachmentTests.AddAsync(Amal, person, Files.Photo())).Expect(201).Json.Id("attachmentId");
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var swap = new Npgsql.NpgsqlCommand("update person_attachments set content = about where attachment_id = $1", database) { Parameters = { new() { Value = attachment } } };
        await swap.ExecuteNonQueryAsync();   // by who has the database: a seal opens only under its own name and person

        (await Amal.GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(500);
        (await Amal.SendAsync(HttpMethod.Put, $"/api/people/{person}/attachments/{attachment}", Files.Photo(), null, "image/jpeg")).Expect(405);
    }
}
