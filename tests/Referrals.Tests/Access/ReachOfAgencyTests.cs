using Npgsql;

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

    [Fact]
    public async Task What_an_evacuated_team_keeps_is_not_reached_while_that_lasts_nor_anything_by_an_agency_that_is_suspended()
    {
        var (admin, (agency, left, client)) = (await Platform.SignInAsync("access-admin@iom-libya.demo"), await NewAgencyAsync());
        var system = await SystemAsync(client);
        await system.RegisterAsync();
        await system.RegisterAsync();
        Assert.Equal("ownership 2 0, supervision 2 0", await ReachAsync(agency));

        // who registered them is of another team by now, and owns them still
        var safe = (await admin.PostAsync("/api/teams", new { agencyId = agency, code = "safe", name = "Safe", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
        await ExecuteAsync("identity", "update clients set team_ids = array[$1, $2] where agency_id = $3", safe, left, agency);
        await Platform.KnownAsync();
        await (await SystemAsync(client)).RegisterAsync();
        Assert.Equal("ownership 3 0, supervision 3 0", await ReachAsync(agency));

        (await admin.PostAsync($"/api/teams/{left}/evacuation", new { reasonCode = "office-overrun" })).Expect(200);
        await Platform.KnownAsync();
        Assert.Equal("ownership 1 0, supervision 1 0", await ReachAsync(agency));

        (await admin.PostAsync($"/api/agencies/{agency}/suspension", null)).Expect(204);
        await Platform.KnownAsync();
        Assert.Equal("", await ReachAsync(agency));
    }

    [Fact]
    public async Task A_way_that_ends_within_30_days_is_counted_as_ending_and_one_that_lasts_longer_is_not()
    {
        var (agency, _, client) = await NewAgencyAsync();
        var system = await SystemAsync(client);
        var (soon, later) = (await system.RegisterAsync(), await system.RegisterAsync());
        await ExecuteAsync("registrations", "update access.grants set until = now() + case record when $1 then interval '29 days' else interval '31 days' end where because = 'ownership' and record in ($1, $2)", soon, later);

        var owned = (await AskAsync("registrations", agency))["reaches"]!.AsArray().Single(reached => reached.Text("because") == "ownership")!;

        Assert.Equal((2, 1), (owned["records"]!.GetValue<long>(), owned["endingSoon"]!.GetValue<long>()));
        Assert.InRange(owned["firstEnd"]!.GetValue<DateTimeOffset>() - DateTimeOffset.UtcNow, TimeSpan.FromDays(28.9), TimeSpan.FromDays(29.1));
    }

    [Theory]
    [InlineData("registrations")]
    [InlineData("referrals")]
    public async Task What_was_done_counts_for_90_days_and_no_longer(string service)
    {
        var (agency, _, _) = await NewAgencyAsync();
        await ExecuteAsync(service, """
            insert into access.audit (at, caller, agency, action, data_class, records, outcome)
            select now() - days * interval '1 day', gen_random_uuid(), $1, 'GET /invented', 'identity', '{}', outcome from (values (89, 'recent'), (91, 'old')) as a(days, outcome)
            """, agency);

        Assert.Equal(["recent"], (await AskAsync(service, agency))["usedInNinetyDays"]!.AsArray().Select(use => use.Text("outcome")));
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

    /// <summary>An agency whose numbers no other test moves, with one team and its system.</summary>
    private async Task<(Guid Agency, Guid Team, JsonObject System)> NewAgencyAsync()
    {
        var (code, admin) = ($"reach-{Guid.NewGuid():N}", await Platform.SignInAsync("access-admin@iom-libya.demo"));
        var agencyId = (await admin.PostAsync("/api/agencies", new { code, name = "Invented Aid", kind = "ngo", areaCodes = (string[])["*"], totpRequired = false, totpRoles = (string[])[], firstAdministrator = $"first@{code}.demo" })).Expect(201).Json.Id("agencyId");
        (await (await Platform.SignInAsync("access-admin-2@iom-libya.demo")).PostAsync($"/api/agencies/{agencyId}/approval", null)).Expect(200);
        var team = (await admin.PostAsync("/api/teams", new { agencyId, code = "left", name = "Left", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
        var client = (await admin.PostAsync("/api/clients", new { agencyId, clientId = $"{code}-system", roles = (string[])["caseworker", "supervisor"], teamIds = (Guid[])[team], areaCodes = (string[])["*"] })).Expect(201).Json;
        await Platform.KnownAsync();
        return (agencyId, team, client);
    }

    private async Task<Partner> SystemAsync(JsonObject client) => new(Platform, "") { Token = await Platform.AskTokenAsync(client.Text("clientId")!, client.Text("secret")!) };

    private async Task<Answer> AskAsync(string service, Guid agency) =>
        (await (await Platform.SignInAsync("access-admin@iom-libya.demo")).GetAsync($"/api/operations/{service}/reach?agency={agency}")).Expect(200);

    /// <summary>For each cause how many files of Registrations, and how many of them end soon.</summary>
    private async Task<string> ReachAsync(Guid agency) =>
        string.Join(", ", (await AskAsync("registrations", agency))["reaches"]!.AsArray().Select(reached => $"{reached.Text("because")} {reached!["records"]} {reached["endingSoon"]}"));

    private async Task ExecuteAsync(string service, string sql, params Guid[] values)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }
}
