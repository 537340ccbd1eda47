using Npgsql;

namespace Platform.Registrations.Tests.EmergencyAccess;

/// <summary>A file of the agency that is not theirs opens for an hour, to read, with a reason.</summary>
public sealed class BreakGlassTests : InAnEmergency
{
    [Fact]
    public async Task Somebody_of_the_agency_reads_a_file_that_is_not_theirs_and_changes_nothing()
    {
        var (person, code) = await FileOfSabhaAsync();
        (await TripoliCaseworker.GetAsync($"/api/people/{person}")).Expect(404);

        var opened = (await OpenAsync(TripoliCaseworker, code)).Expect(201);

        Assert.Equal((person, code), (opened.Json.Id("personId"), opened.Json.Text("caseCode")));
        Assert.InRange(Instant(opened, "until") - Instant(opened, "openedAt"), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Assert.NotNull((await TripoliCaseworker.GetAsync($"/api/people/{person}")).Expect(200)["givenName"]);
        Assert.Contains((await TripoliCaseworker.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == person);
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        (await TripoliCaseworker.PutAsync($"/api/people/{person}", Partner.Person(), "\"1\"")).Expect(403);
        (await TripoliCaseworker.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(403);
        (await TripoliCaseworker.PostAsync($"/api/people/{person}/assignment", new { team = "tripoli", caseworker = "tripoli-caseworker@iom-libya.demo" })).Expect(403);
        (await TripoliCaseworker.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(403);
        (await Tripoli.GetAsync($"/api/people/{person}")).Expect(404);          // who opened it, and nobody else of their team
        Assert.Equal("\"1\"", (await Sabha.GetAsync($"/api/people/{person}")).ETag);
    }

    [Fact]
    public async Task After_the_hour_it_is_not_there_again()
    {
        var (person, code) = await FileOfSabhaAsync();
        var access = (await OpenAsync(TripoliCaseworker, code)).Expect(201).Json.Id("accessId");

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var anHourLater = new NpgsqlCommand("update access.grants set until = now() - interval '1 second' where record = $1 and because = 'break-glass'", database) { Parameters = { new() { Value = person } } };
        Assert.Equal(1, await anHourLater.ExecuteNonQueryAsync());

        (await TripoliCaseworker.GetAsync($"/api/people/{person}")).Expect(404);
        (await TripoliCaseworker.GetAsync($"/api/people/{person}/consents")).Expect(404);
        Assert.DoesNotContain((await TripoliCaseworker.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == person);
        var seen = Assert.Single((await TripoliCaseworker.GetAsync("/api/emergency-access")).Items(), item => item.Id("accessId") == access);
        Assert.Equal((null, null), (seen["personId"], seen["caseCode"]));
        (await OpenAsync(TripoliCaseworker, code)).Expect(201);                 // and again with a reason of its own
        (await TripoliCaseworker.GetAsync($"/api/people/{person}")).Expect(200);
    }

    [Fact]
    public async Task A_file_of_another_agency_is_not_there_whatever_the_reason()
    {
        var (_, code) = await FileOfSabhaAsync();
        var amal = new Partner(Platform, "amal-health");

        var theirs = await OpenAsync(amal, code);
        var nobodys = await OpenAsync(amal, "ZZZZZZZZ");

        Assert.Equal((404, nobodys.Body), (theirs.Status, theirs.Body));
        (await OpenAsync(await Platform.SignInAsync(Officer), code)).Expect(403);
        (await OpenAsync(await Platform.SignInAsync("access-admin@iom-libya.demo"), code)).Expect(403);
    }

    [Theory]
    [InlineData("$.reason", "")]
    [InlineData("$.reason", "urgent")]
    public async Task Without_a_reason_nothing_is_opened(string path, string reason)
    {
        var (person, code) = await FileOfSabhaAsync();

        Assert.Equal(path, (await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode = code, reason })).WrongFields());

        (await TripoliCaseworker.GetAsync($"/api/people/{person}")).Expect(404);
    }

    [Fact]
    public async Task It_is_entered_in_the_audit_with_the_file_and_its_reason_lies_sealed()
    {
        var (person, code) = await FileOfSabhaAsync();
        var access = (await OpenAsync(TripoliCaseworker, code)).Expect(201).Json.Id("accessId");

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var entries = new NpgsqlCommand("select count(*) from access.audit where records @> array[$1, $2] and outcome = 'allowed'", database) { Parameters = { new() { Value = person }, new() { Value = access } } };
        Assert.Equal(1L, await entries.ExecuteScalarAsync());
        await using var reason = new NpgsqlCommand("select reason from emergency_accesses where access_id = $1", database) { Parameters = { new() { Value = access } } };
        Assert.DoesNotContain("Sabha", System.Text.Encoding.UTF8.GetString((byte[])(await reason.ExecuteScalarAsync())!), StringComparison.Ordinal);
    }
}
