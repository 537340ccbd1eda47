namespace Platform.Registrations.Tests.Packages;

/// <summary>Asked as Referrals asks: inside, with a partner's own token. What a partner may get this way they may see anyway.</summary>
public sealed class HandOverPackagesTests : OnThePlatform
{
    [Fact]
    public async Task The_door_does_not_lead_here()
    {
        (await Amal.PostAsync("/api/internal/packages", new { })).Expect(404);
        (await Amal.PostAsync("/internal/packages", new { })).Expect(404);
        (await Amal.PostAsync("/api/people/../internal/packages", new { })).Expect(404);
    }

    [Fact]
    public async Task What_was_agreed_is_handed_over_and_entered_in_the_ledger()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var consent = await Amal.ConsentAsync(person, bayt);

        var handed = (await AskAsync(Amal, person, bayt)).Expect(200);

        Assert.Equal("consentIds consentUntil consentVersion contact identity outline personId personVersion", handed.Json.FieldNames());
        Assert.Equal(consent, handed["consentIds"]!.AsArray().Single()!.GetValue<Guid>());
        Assert.Equal(1, await LedgerAsync(person));
    }

    [Fact]
    public async Task Only_the_packages_asked_for_are_handed_over()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt);

        var handed = (await AskAsync(Amal, person, bayt, ask => ask["packages"] = new JsonArray("contact"))).Expect(200);

        Assert.Null(handed["identity"]);
        Assert.NotNull(handed["contact"]);
    }

    public static TheoryData<string, Action<JsonObject>, string> NotCovered => new()
    {
        { "another purpose", ask => ask["purpose"] = "tracing", "$.packages[0] $.packages[1]" },
        { "a package that was not named", ask => ask["packages"] = new JsonArray("contact", "identity"), "$.packages[0]" },
    };

    [Theory]
    [MemberData(nameof(NotCovered))]
    public async Task Consent_covers_what_it_names_and_nothing_else(string what, Action<JsonObject> change, string path)
    {
        _ = what;
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt, consent => consent["packages"] = new JsonArray("identity"));

        var answer = await AskAsync(Amal, person, bayt, change);

        Assert.Equal("consent-missing", answer.Expect(400).Problem);
        Assert.Equal(path, answer.WrongFields());
        Assert.Equal(0, await LedgerAsync(person));
    }

    [Fact]
    public async Task Consent_for_one_agency_is_none_for_another()
    {
        var (person, bayt, rihla) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"), await Amal.AgencyIdAsync("rihla-legal"));
        await Amal.ConsentAsync(person, bayt);

        Assert.Equal("consent-missing", (await AskAsync(Amal, person, rihla)).Expect(400).Problem);
        Assert.Equal(0, await LedgerAsync(person));
    }

    [Fact]
    public async Task An_expired_or_withdrawn_consent_covers_nothing()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var consent = await Amal.ConsentAsync(person, bayt);
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var expire = new Npgsql.NpgsqlCommand("update consents set expires_on = current_date - 1 where consent_id = $1", database) { Parameters = { new() { Value = consent } } };
        Assert.Equal(1, await expire.ExecuteNonQueryAsync());

        Assert.Equal("consent-missing", (await AskAsync(Amal, person, bayt)).Expect(400).Problem);

        var second = await Amal.ConsentAsync(person, bayt);
        (await AskAsync(Amal, person, bayt)).Expect(200);
        (await Amal.DeleteAsync($"/api/people/{person}/consents/{second}")).Expect(204);
        Assert.Equal("consent-missing", (await AskAsync(Amal, person, bayt)).Expect(400).Problem);
    }

    [Fact]
    public async Task Two_consents_may_cover_together_what_neither_does_alone()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt, consent => { consent["packages"] = new JsonArray("identity"); consent["expiresOn"] = In(20); });
        await Amal.ConsentAsync(person, bayt, consent => { consent["packages"] = new JsonArray("contact"); consent["expiresOn"] = In(10); });

        var handed = (await AskAsync(Amal, person, bayt)).Expect(200);

        Assert.Equal(2, handed["consentIds"]!.AsArray().Count);
        Assert.Equal(In(10), handed.Json.Text("consentUntil"));   // as long as all of it stands
    }

    [Fact]
    public async Task Without_an_agreement_nothing_is_handed_over_whoever_agreed()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt, consent => consent["purpose"] = "release");   // no agreement names it

        Assert.Equal("agreement-missing", (await AskAsync(Amal, person, bayt, ask => ask["purpose"] = "release")).Expect(400).Problem);
    }

    [Fact]
    public async Task A_person_whose_case_is_not_the_callers_is_not_there()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt);

        // the recipient of the consent cannot help itself
        Assert.Equal((await AskAsync(Bayt, Guid.NewGuid(), bayt)).Expect(404).Body, (await AskAsync(Bayt, person, bayt)).Expect(404).Body);
        (await AskAsync(await Platform.SignInAsync("caseworker@amal-health.demo"), person, bayt)).Expect(404);
        (await AskAsync(new Partner(Platform, "embassy-one"), person, bayt)).Expect(403);
    }

    [Fact]
    public async Task What_waited_for_a_change_of_the_file_is_all_of_the_file_as_changed()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt);
        Task<Answer> change, asked;
        await using (var holder = await Platform.OpenDatabaseAsync("registrations"))
        await using (var watcher = await Platform.OpenDatabaseAsync("registrations"))
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await using var hold = new Npgsql.NpgsqlCommand("select 1 from person_identities where person_id = $1 for update", holder) { Parameters = { new() { Value = person } } };
            await hold.ExecuteNonQueryAsync();
            change = Amal.PutAsync($"/api/people/{person}", Partner.Person(file => (file["givenName"], file["phone"]) = ("Later", "+218910000077")), "\"1\"");
            await WaitAsync(watcher, holder.ProcessID, 1);   // it holds the file, and stops at its commit
            asked = AskAsync(Amal, person, bayt);
            await WaitAsync(watcher, holder.ProcessID, 2);
        }

        (await change).Expect(200);
        var handed = (await asked).Expect(200);
        Assert.Equal(2, handed["personVersion"]!.GetValue<int>());
        Assert.Equal("+218910000077", handed["contact"].Text("phone"));   // or it would pass for newer than it is
        Assert.Equal("Later", handed["identity"].Text("givenName"));
    }

    private static Task WaitAsync(Npgsql.NpgsqlConnection watcher, int holder, int count) => Eventually.TrueAsync(async () =>
    {
        await using var waiting = new Npgsql.NpgsqlCommand(
            """
            with recursive waiting(pid) as (
                select pid from pg_stat_activity where $1 = any (pg_blocking_pids(pid))
                union select a.pid from waiting w join pg_stat_activity a on w.pid = any (pg_blocking_pids(a.pid)))
            select count(*) from waiting
            """,
            watcher)
        { Parameters = { new() { Value = holder } } };
        return (long)(await waiting.ExecuteScalarAsync())! >= count;
    });

    private async Task<Answer> AskAsync(Partner partner, Guid person, Guid recipient, Action<JsonObject>? change = null)
    {
        var ask = new JsonObject
        {
            ["personId"] = person,
            ["purpose"] = "service-referral",
            ["packages"] = new JsonArray("identity", "contact"),
            ["recipientAgencyId"] = recipient,
            ["areaCode"] = "LY021104",
            ["basis"] = "consent",
        };
        change?.Invoke(ask);
        var inside = partner.With(Platform.AddressOf("registrations"));
        return await inside.PostAsync("/internal/packages", ask);
    }

    private async Task<long> LedgerAsync(Guid person)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var count = new Npgsql.NpgsqlCommand("select count(*) from access.disclosures where person = $1 and stage = 'prepared'", database) { Parameters = { new() { Value = person } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
