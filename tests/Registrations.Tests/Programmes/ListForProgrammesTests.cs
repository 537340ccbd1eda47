namespace Platform.Registrations.Tests.Programmes;

public sealed class ListForProgrammesTests : OnProgrammes
{
    [Fact]
    public async Task It_is_there_for_who_sees_the_file_and_goes_with_the_person()
    {
        await InForceAsync();
        var person = await Lead.RegisterAsync();
        (await Lead.PutAsync($"/api/people/{person}/programmes/{Code}", new { answers = new { blankets = 3 } }, null)).Expect(200);

        foreach (var reader in (Partner[])[Lead, Supervisor])
        {
            Assert.Equal([Code], (await reader.GetAsync($"/api/people/{person}/programmes")).Items().Select(item => item.Text("programme")));
        }

        (await Amal.GetAsync($"/api/people/{person}/programmes")).Expect(404);
        Assert.Contains("GET /people/{personId:guid}/programmes identity allowed", await AuditOfAsync(person));
        Assert.Equal(Code, Assert.Single((await Lead.GetAsync($"/api/people/{person}/copy")).Expect(200)["programmes"]!.AsArray())!.AsObject().Text("programme"));
        var page = await Lead.GetAsync($"/api/people/{person}/copy/page", new() { ["Accept-Language"] = "ar" });
        Assert.Contains("Winter help بالعربية", page.Expect(200).Body, StringComparison.Ordinal);

        var erasure = (await Lead.PostAsync($"/api/people/{person}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await Officer.PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var left = new Npgsql.NpgsqlCommand("select count(*) from person_programmes where person_id = $1", database) { Parameters = { new() { Value = person } } };
        Assert.Equal(0L, await left.ExecuteScalarAsync());
    }
}
