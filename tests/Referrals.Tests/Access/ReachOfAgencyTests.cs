namespace Platform.Referrals.Tests.Access;

/// <summary>What an administrator of the lead is told of an agency's reach: numbers, and never a record.</summary>
public sealed class ReachOfAgencyTests : OnThePlatform
{
    [Fact]
    public async Task It_counts_what_an_agency_reaches_and_used_and_names_nothing()
    {
        var admin = await Platform.SignInAsync("access-admin@iom-libya.demo");
        var amal = await Sender.AgencyIdAsync("amal-health");
        var (people, sent) = (await ReachesAsync("registrations", "ownership"), await ReachesAsync("referrals", "ownership"));

        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        (await Sender.GetAsync($"/api/people/{person}")).Expect(200);
        (await Sender.GetAsync($"/api/people/{Guid.NewGuid()}")).Expect(404);

        Assert.True(await ReachesAsync("registrations", "ownership") > people);
        Assert.True(await ReachesAsync("referrals", "ownership") > sent);
        var answer = await AskAsync("registrations");
        Assert.DoesNotContain(person.ToString(), answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(referral.ToString(), (await AskAsync("referrals")).Body, StringComparison.Ordinal);
        Assert.Equal("because endingSoon records", answer["reaches"]!.AsArray()[0].FieldNames());
        Assert.Contains(answer["usedInNinetyDays"]!.AsArray(), use => use.Text("outcome") == "not-found");
        Assert.Contains(answer["usedInNinetyDays"]!.AsArray(), use => (use.Text("dataClass"), use.Text("outcome")) == ("identity", "allowed"));

        Task<Answer> AskAsync(string service) => admin.GetAsync($"/api/operations/{service}/reach?agency={amal}");
        async Task<long> ReachesAsync(string service, string because) => (await AskAsync(service)).Expect(200)["reaches"]!.AsArray()
            .Where(reached => reached.Text("because") == because).Sum(reached => reached!["records"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("registrations")]
    [InlineData("referrals")]
    public async Task It_is_for_administrators_of_the_lead_and_names_what_is_wrong(string service)
    {
        var admin = await Platform.SignInAsync("access-admin@iom-libya.demo");
        await Platform.PlantUserAsync("reviewer@amal-health.demo", "main", "access-admin");
        var path = $"/api/operations/{service}/reach";

        (await Sender.GetAsync($"{path}?agency={await Sender.AgencyIdAsync("bayt-shelter")}")).Expect(403);
        (await (await Platform.SignInAsync("reviewer@amal-health.demo")).GetAsync($"{path}?agency={await Sender.AgencyIdAsync("amal-health")}")).Expect(403);
        Assert.Equal("$.agency", (await admin.GetAsync(path)).WrongFields());
        (await admin.GetAsync($"{path}?agency=me")).Expect(400);
        (await admin.GetAsync($"{path}?agency={Guid.NewGuid()}")).Expect(404);
    }

    [Fact]
    public async Task Whoever_lacks_the_role_counts_nothing_in_the_database_either()
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var ask = new Npgsql.NpgsqlCommand("""
            select set_config('app.roles', '{caseworker,supervisor}', false);
            select (select count(*) from access.reach((select array_agg(distinct grantee) from access.grants)))
                 + (select count(*) from access.used($1, '2020-01-01'));
            """.Replace("$1", $"'{await Sender.AgencyIdAsync("amal-health")}'", StringComparison.Ordinal), database);
        await using var reader = await ask.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        Assert.Equal(0, reader.GetInt64(0));
    }
}
