namespace Platform.Registrations.Tests.Erasure;

public sealed class ApproveErasureTests : Erasing
{
    [Fact]
    public async Task From_the_approval_of_a_second_person_nobody_finds_anything_and_each_service_confirms()
    {
        var (bayt, name) = (await Sabha.AgencyIdAsync("bayt-shelter"), Invented());
        var person = await Sabha.RegisterAsync(file => file["givenName"] = name);
        var code = (await Sabha.GetAsync($"/api/people/{person}")).Json.Text("caseCode");
        var consent = await Sabha.ConsentAsync(person, bayt);
        var referral = (await Sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");
        var access = (await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode = code, reason = "Nobody of Sabha answers (invented)." })).Expect(201).Json.Id("accessId");
        var transfer = (await OfferAsync(Sabha, person, "tripoli", note: "Invented.")).Expect(201).Json.Id("transferId");
        var erasure = (await AskAsync(Sabha, person, "Invented.")).Expect(201).Json.Id("erasureId");

        var approved = (await ApproveAsync(SabhaSupervisor, erasure)).Expect(200);

        Assert.Equal("decidedAt decidedBy erasureId personId", approved.Json.FieldNames());
        var nothing = (await Sabha.GetAsync($"/api/people/{Guid.NewGuid()}")).Expect(404).Body;
        foreach (var (by, path) in new[] { Sabha, SabhaSupervisor, Tripoli, TripoliCaseworker }.SelectMany(by => (string[])[$"people/{person}", $"people/{person}/consents", $"transfers/{transfer}", $"people/{person}/disclosures"], (by, path) => (by, path)))
        {
            var answer = await by.GetAsync($"/api/{path}");
            Assert.Equal((path, 404, nothing), (path, answer.Status, answer.Body));
        }

        (await Sabha.PutAsync($"/api/people/{person}", Partner.Person(), "\"1\"")).Expect(404);
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(404);
        (await Sabha.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(404);
        (await Sabha.PostAsync($"/api/people/{person}/assignment", new { team = "sabha", caseworker = "supervisor@iom-libya.demo" })).Expect(404);
        (await OfferAsync(Sabha, person, "tripoli")).Expect(404);
        (await Sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(404);
        (await AskAsync(Sabha, person)).Expect(404);
        (await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode = code, reason = "Nobody of Sabha answers (invented)." })).Expect(404);
        (await Officer.PostAsync($"/api/people/{person}/legal-hold", new { reasonCode = "court" })).Expect(404);
        Assert.Empty((await Sabha.PostAsync("/api/people/search", new { name })).Items());
        foreach (var by in new[] { Sabha, TripoliCaseworker, Tripoli })
        {
            Assert.DoesNotContain((await by.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == person);
            Assert.DoesNotContain((await by.GetAsync("/api/transfers?limit=200")).Items(), item => item.Id("transferId") == transfer);
            Assert.DoesNotContain((await by.GetAsync("/api/emergency-access?limit=200")).Items(), item => item.Id("accessId") == access);
        }

        var proof = await DoneAsync(erasure);
        Assert.Equal(["registrations person 1 True", "referrals referral 1 True"], proof["proof"]!.AsArray().Select(line => $"{line.Text("service")} {line.Text("recordType")} {line!["keys"]} {line["confirmedAt"] is not null}"));
        Assert.True(proof["proof"]![0]!["tokens"]!.GetValue<int>() > 0);
        Assert.Equal((0L, 0L), (await KeysAsync("registrations", person), await KeysAsync("referrals", referral)));
        Assert.Equal(0L, await CountAsync("registrations", "select (select count(*) from person_identities where person_id = $1) + (select count(*) from person_contacts where person_id = $1) + (select count(*) from person_search_keys where person_id = $1)", person));
        Assert.DoesNotContain(name, proof.Body, StringComparison.Ordinal);
        Assert.Null(proof["note"]);
        Assert.Equal("revoked", (await Sabha.GetAsync($"/api/referrals/{referral}")).Expect(200).Json.Text("status"));
        Assert.NotEmpty((await Auditor.GetAsync($"/api/people/{person}/disclosures")).Items());   // the ledger stays, for who sees no file
        Assert.Contains(await AuditOfAsync(person), entry => entry == "POST /erasures/{erasureId:guid}/approval ledger allowed");
    }

    [Fact]
    public async Task Nobody_approves_their_own_nor_without_the_right()
    {
        var person = await Sabha.RegisterAsync();
        var erasure = (await AskAsync(SabhaSupervisor, person)).Expect(201).Json.Id("erasureId");

        (await ApproveAsync(SabhaSupervisor, erasure)).Expect(403);          // their own
        (await ApproveAsync(Sabha, erasure)).Expect(403);                    // no role for it
        (await ApproveAsync(Auditor, erasure)).Expect(403);
        var theirs = await ApproveAsync(Tripoli, erasure);                   // another team's supervisor
        var nobodys = await ApproveAsync(Tripoli, Guid.NewGuid());
        Assert.Equal((404, nobodys.Body), (theirs.Status, theirs.Body));
        (await ApproveAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), erasure)).Expect(404);
        await Platform.PlantUserAsync("auditing-supervisor@iom-libya.demo", "tripoli", "supervisor", "auditor");
        (await ApproveAsync(await Platform.SignInAsync("auditing-supervisor@iom-libya.demo"), erasure)).Expect(403);   // sees it, of another team

        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);
        (await ApproveAsync(Officer, erasure)).Expect(200);
        Assert.Equal("wrong-state", (await ApproveAsync(Officer, erasure)).Expect(409).Problem);
    }

    [Fact]
    public async Task A_repeat_answers_as_the_first_and_erases_nothing_more()
    {
        var erasure = (await AskAsync(Sabha, await Sabha.RegisterAsync())).Expect(201).Json.Id("erasureId");
        var key = Guid.NewGuid().ToString();

        var first = (await ApproveAsync(Officer, erasure, key)).Expect(200);
        await DoneAsync(erasure);

        Assert.Equal(first.Body, (await ApproveAsync(Officer, erasure, key)).Expect(200).Body);
    }

    [Fact]
    public async Task Who_died_between_two_lines_is_followed_by_somebody_who_does_it_again()
    {
        var (listed, destroyed) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        foreach (var person in new[] { listed, destroyed })
        {
            await CountAsync("erasures", $"with entered as (insert into {Platform.NameOf("registrations")}.erased (record) values ($1) returning 1) select count(*) from entered", person);
        }

        await CountAsync("keys", $"with gone as (delete from {Platform.NameOf("registrations")}.record_keys where record = $1 returning 1) select count(*) from gone", destroyed);
        List<Guid> erasures = [await EraseAsync(listed)];
        // as if the key had been destroyed, and the process had ended before it confirmed
        var late = Guid.CreateVersion7();
        await CountAsync("registrations", """
            with asked as (
                insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_at, decided_at)
                select $1, person_id, agency_id, '{}', 'person-asked', 'approved', now(), now() from people where person_id = $2 returning 1)
            select count(*) from asked
            """, late, destroyed);
        erasures.Add(late);

        foreach (var erasure in erasures)
        {
            await Eventually.TrueAsync(async () => await CountAsync("registrations", "select count(*) from erasure_confirmations where erasure_id = $1 and service = 'registrations' and keys = 1", erasure) == 1);
        }

        Assert.Equal((0L, 0L), (await KeysAsync("registrations", listed), await KeysAsync("registrations", destroyed)));
    }

    /// <summary>KeepProofWhenPersonErasureConfirmed.</summary>
    [Fact]
    public async Task A_second_confirmation_changes_nothing_and_the_proof_is_only_added_to()
    {
        var erasure = await EraseAsync(await Sabha.RegisterAsync());
        var done = await DoneAsync(erasure);

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        foreach (var sql in (string[])["update erasure_confirmations set keys = 7 where erasure_id = $1", "delete from erasure_confirmations where erasure_id = $1"])
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, database) { Parameters = { new() { Value = erasure } } };
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }

        Assert.Equal(done.Body, (await GetAsync(Auditor, erasure)).Body);
    }

    [Theory]
    [InlineData("update {0}.erased set at = now()")]
    [InlineData("delete from {0}.erased")]
    [InlineData("truncate {0}.erased")]
    [InlineData("drop table {0}.erased")]
    [InlineData("select count(*) from {1}.erased")]
    [InlineData("insert into {1}.erased (record) values (gen_random_uuid())")]
    public async Task The_list_of_erased_records_is_only_added_to_and_each_service_has_its_own(string sql)
    {
        await DoneAsync(await EraseAsync(await Sabha.RegisterAsync()));
        await using var list = await Platform.OpenDatabaseAsync("registrations", "keys", "erasures");

        await using var command = new Npgsql.NpgsqlCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, Platform.NameOf("registrations"), Platform.NameOf("referrals")), list);

        Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }
}
