namespace Platform.Registrations.Tests.Merges;

/// <summary>The files of one person stay together in all that is done with the one that is kept.</summary>
public sealed class OneInAllTests : OnMerges
{
    [Fact]
    public async Task Where_one_is_transferred_the_other_goes_along()
    {
        var (_, kept, duplicate) = await MergedAsync();
        var transfer = (await OfferAsync(Sabha, kept, "tripoli", handoverDays: 7)).Expect(201).Json.Id("transferId");

        var accepted = (await AcceptAsync(Tripoli, transfer)).Expect(200);

        foreach (var keeper in (Partner[])[Tripoli, TripoliCaseworker])
        {
            var file = (await keeper.GetAsync($"/api/people/{duplicate}")).Expect(200);
            Assert.Equal(("\"3\"", accepted.Json.Id("toTeamId"), accepted.Json.Id("caseworkerId")), (file.ETag, file.Json.Id("teamId"), file.Json.Id("caseworkerId")));
            Assert.Equal((true, false), (await IsListedAsync(keeper, kept), await IsListedAsync(keeper, duplicate)));
        }

        (await Sabha.GetAsync($"/api/people/{duplicate}")).Expect(200);   // in the handover, as the other
        await ScalarAsync("update access.grants set until = now() - interval '1 second' where record = any ($1) and because = 'handover'", new[] { kept, duplicate });
        (await Sabha.GetAsync($"/api/people/{duplicate}")).Expect(404);
    }

    [Fact]
    public async Task Where_one_is_assigned_the_other_goes_along()
    {
        var (_, kept, duplicate) = await MergedAsync();
        var caseworker = await Platform.SignInAsync("caseworker@iom-libya.demo");
        (await caseworker.GetAsync($"/api/people/{duplicate}")).Expect(404);

        (await SabhaSupervisor.PostAsync($"/api/people/{kept}/assignment", new { team = "sabha", caseworker = "caseworker@iom-libya.demo" })).Expect(200);

        var file = (await caseworker.GetAsync($"/api/people/{duplicate}")).Expect(200);
        Assert.Equal(("\"3\"", (await caseworker.GetAsync($"/api/people/{kept}")).Json.Id("caseworkerId")), (file.ETag, file.Json.Id("caseworkerId")));
        Assert.Equal((true, false), (await IsListedAsync(caseworker, kept), await IsListedAsync(caseworker, duplicate)));
    }

    [Fact]
    public async Task A_consent_of_the_duplicate_can_still_be_taken_back_and_an_objection_reaches_it()
    {
        var (kept, duplicate) = await TwiceAsync();
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        var (one, other) = (await Sabha.ConsentAsync(duplicate, bayt), await Sabha.ConsentAsync(duplicate, bayt));
        (await ConfirmAsync(SabhaSupervisor, (await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId"))).Expect(200);

        (await Amal.DeleteAsync($"/api/people/{duplicate}/consents/{one}")).Expect(404);
        (await Sabha.DeleteAsync($"/api/people/{duplicate}/consents/{one}")).Expect(204);
        Assert.Equal(new[] { 1 }, await WithdrawnAsync());
        (await Sabha.PostAsync($"/api/people/{kept}/requests", Partner.SubjectRequest("objection", request => request["objectsTo"] = new JsonObject { ["recipientAgencyIds"] = new JsonArray(bayt) }))).Expect(201);

        Assert.Equal(new[] { 1, 2 }, await WithdrawnAsync());
        Assert.Equal(4, await ScalarAsync("select consent_version from people where person_id = $1", duplicate));
        Assert.Equal(other, await ScalarAsync("select consent_id from consents where person_id = $1 and version = 4", duplicate));

        async Task<IEnumerable<int>> WithdrawnAsync() => Enumerable.Range(1, (int)(long)(await ScalarAsync("select count(*) from consents where person_id = $1 and withdrawn_at is not null", duplicate))!);
    }

    [Fact]
    public async Task What_the_person_objected_to_in_the_duplicate_is_not_consented_to_in_the_file_that_is_kept()
    {
        var (kept, duplicate) = await TwiceAsync();
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        var request = (await Sabha.PostAsync($"/api/people/{duplicate}/requests", Partner.SubjectRequest("objection", said => said["objectsTo"] = new JsonObject { ["recipientAgencyIds"] = new JsonArray(bayt) }))).Expect(201).Json.Id("requestId");
        (await Sabha.PostAsync($"/api/requests/{request}/answer", new { })).Expect(200);
        (await ConfirmAsync(SabhaSupervisor, (await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId"))).Expect(200);

        Assert.Equal("objection-stands", (await Sabha.PostAsync($"/api/people/{kept}/consents", Partner.Consent(bayt))).Expect(409).Problem);
    }

    [Fact]
    public async Task The_ledger_and_the_copy_of_the_person_are_of_both()
    {
        var (kept, name) = (await Sabha.RegisterAsync(), Invented());
        var duplicate = await Sabha.RegisterAsync(person => person["givenName"] = name);
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        await Sabha.ConsentAsync(duplicate, bayt);
        var referral = (await Sabha.PostAsync("/api/referrals", Partner.Referral(duplicate, bayt))).Expect(201).Json.Id("referralId");
        (await ConfirmAsync(SabhaSupervisor, (await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId"))).Expect(200);

        var auditor = await Platform.SignInAsync("auditor@iom-libya.demo");
        foreach (var reader in (Partner[])[Sabha, auditor])
        {
            Assert.Equal([referral], (await reader.GetAsync($"/api/people/{kept}/disclosures")).Items().Select(line => line.Id("referralId")));
        }

        var copy = (await Sabha.GetAsync($"/api/people/{kept}/copy")).Expect(200);
        Assert.Equal(duplicate, copy["merged"]!.AsArray().Single()!["file"].Id("personId"));
        Assert.Equal((0, 1), (copy["consents"]!.AsArray().Count, copy["merged"]![0]!["consents"]!.AsArray().Count));
        Assert.Contains(name, (await Sabha.GetAsync($"/api/people/{kept}/copy/page")).Expect(200).Body, StringComparison.Ordinal);
        Assert.Equal(2, (await AuditOfAsync(duplicate)).Count(entry => entry.StartsWith("GET /people/{personId:guid}/copy", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_hold_is_of_both_and_so_is_the_erasure()
    {
        var (_, kept, duplicate) = await MergedAsync();
        var officer = await Platform.SignInAsync("protection-officer@iom-libya.demo");
        (await officer.PostAsync($"/api/people/{kept}/legal-hold", new { reasonCode = "court" })).Expect(204);
        Assert.Equal(2L, await ScalarAsync("select count(*) from legal_holds where person_id = any ($1) and lifted_at is null", new[] { kept, duplicate }));
        var erasure = (await Sabha.PostAsync($"/api/people/{kept}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await officer.PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(409);
        (await officer.DeleteAsync($"/api/people/{kept}/legal-hold")).Expect(204);
        Assert.Equal(0L, await ScalarAsync("select count(*) from legal_holds where person_id = any ($1) and lifted_at is null", new[] { kept, duplicate }));

        (await officer.PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);

        foreach (var file in (Guid[])[kept, duplicate])
        {
            (await Sabha.GetAsync($"/api/people/{file}")).Expect(404);
            await Eventually.TrueAsync(async () => (string?)await ScalarAsync("select status from erasures where person_id = $1", file) == "done");
            await using var keys = await Platform.OpenDatabaseAsync("keys");
            await using var left = new Npgsql.NpgsqlCommand($"select count(*) from {Platform.NameOf("registrations")}.record_keys where record = $1", keys) { Parameters = { new() { Value = file } } };
            Assert.Equal(0L, await left.ExecuteScalarAsync());
        }
    }
}
