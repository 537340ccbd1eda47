namespace Platform.Registrations.Tests.Transfers;

public sealed class AcceptTransferTests : BetweenTeams
{
    [Fact]
    public async Task The_receiving_team_keeps_the_case_from_then_on_and_its_consents_search_and_history_with_it()
    {
        var name = Invented();
        var person = await Sabha.RegisterAsync(file => file["givenName"] = name);
        var consent = await Sabha.ConsentAsync(person, await Sabha.AgencyIdAsync("bayt-shelter"));
        var transfer = (await OfferAsync(Sabha, person, "tripoli", note: "Invented note.")).Expect(201).Json.Id("transferId");

        var accepted = (await AcceptAsync(Tripoli, transfer)).Expect(200);

        Assert.Equal(("accepted", person, "Invented note."), (accepted.Json.Text("status"), accepted.Json.Id("personId"), accepted.Json.Text("note")));
        foreach (var keeper in (Partner[])[Tripoli, TripoliCaseworker])
        {
            var file = (await keeper.GetAsync($"/api/people/{person}")).Expect(200);
            Assert.Equal(("\"2\"", accepted.Json.Id("toTeamId"), accepted.Json.Id("caseworkerId")), (file.ETag, file.Json.Id("teamId"), file.Json.Id("caseworkerId")));
            Assert.Equal([consent], (await keeper.GetAsync($"/api/people/{person}/consents")).Items().Select(item => item.Id("consentId")));
            Assert.Equal([person], (await keeper.PostAsync("/api/people/search", new { name = $"{name} Invented" })).Items().Select(item => item.Id("personId")));
            Assert.Single((await keeper.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == person);
        }

        (await TripoliCaseworker.PutAsync($"/api/people/{person}", Partner.Person(), "\"2\"")).Expect(200);
        (await TripoliCaseworker.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
    }

    [Fact]
    public async Task Without_a_handover_who_kept_it_sees_nothing_from_then_on()
    {
        var (transfer, person) = await OfferedAsync();

        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        foreach (var before in (Partner[])[Sabha, SabhaSupervisor])
        {
            (await before.GetAsync($"/api/people/{person}")).Expect(404);
            (await before.GetAsync($"/api/people/{person}/consents")).Expect(404);
            (await before.PutAsync($"/api/people/{person}", Partner.Person(), "*")).Expect(404);
            Assert.DoesNotContain((await before.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == person);
            var seen = (await before.GetAsync($"/api/transfers/{transfer}")).Expect(200);
            Assert.Equal(("accepted", null, null, null, null), (seen.Json.Text("status"), seen["personId"], seen["caseCode"], seen["outline"], seen["note"]));
        }
    }

    [Fact]
    public async Task In_the_handover_who_kept_it_reads_and_changes_nothing()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 30, note: "Invented.");
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        var consent = await Sabha.ConsentAsync(person, bayt);
        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        foreach (var before in (Partner[])[Sabha, SabhaSupervisor])
        {
            Assert.Equal("\"2\"", (await before.GetAsync($"/api/people/{person}")).Expect(200).ETag);
            Assert.Single((await before.GetAsync($"/api/people/{person}/consents")).Items());
            Assert.Single((await before.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == person);
            Assert.Equal("Invented.", (await before.GetAsync($"/api/transfers/{transfer}")).Json.Text("note"));

            (await before.PutAsync($"/api/people/{person}", Partner.Person(), "\"2\"")).Expect(403);
            (await before.PostAsync($"/api/people/{person}/assignment", new { team = "sabha", caseworker = "caseworker@iom-libya.demo" })).Expect(403);
            (await before.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(403);
            (await before.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(403);
            (await OfferAsync(before, person, "tripoli")).Expect(403);
            (await before.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(403);
        }

        Assert.Equal("\"2\"", (await TripoliCaseworker.GetAsync($"/api/people/{person}")).ETag);
        Assert.Single((await TripoliCaseworker.GetAsync($"/api/people/{person}/consents")).Items());
    }

    [Theory]
    [InlineData("update people set area_code = 'LY021104' where person_id = @person", 0)]
    [InlineData("update person_identities set sealed = '' where person_id = @person", -1)]
    [InlineData("update person_contacts set sealed = '' where person_id = @person", -1)]
    [InlineData("update consents set withdrawn_at = now() where person_id = @person", -1)]
    [InlineData("update transfers set handover_until = 'infinity' where person_id = @person", -1)]
    public async Task Nor_could_the_services_login_write_for_them(string statement, int changed)
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 30);
        await Sabha.ConsentAsync(person, await Sabha.AgencyIdAsync("bayt-shelter"));
        var sender = (await Sabha.GetAsync($"/api/transfers/{transfer}")).Json.Id("offeredBy");
        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await using var scope = new Npgsql.NpgsqlCommand("select set_config('app.grantees', '{' || $1 || '}', true), (select count(*) from people where person_id = $2)", database) { Parameters = { new() { Value = sender.ToString() }, new() { Value = person } } };
        await scope.ExecuteNonQueryAsync();
        await using var write = new Npgsql.NpgsqlCommand(statement.Replace("@person", $"'{person}'", StringComparison.Ordinal), database);

        if (changed < 0)
        {
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(write.ExecuteNonQueryAsync)).SqlState);
        }
        else
        {
            Assert.Equal(changed, await write.ExecuteNonQueryAsync());
        }
    }

    [Theory]
    [InlineData("nobody@iom-libya.demo")]
    [InlineData("caseworker@iom-libya.demo")]      // of the other team
    [InlineData("caseworker@amal-health.demo")]
    [InlineData("")]
    public async Task A_case_worker_who_is_not_of_the_team_is_named(string caseworker)
    {
        var (transfer, _) = await OfferedAsync();

        Assert.Equal("$.caseworker", (await Tripoli.PostAsync($"/api/transfers/{transfer}/acceptance", new { caseworker })).WrongFields());
        Assert.Equal("offered", (await Tripoli.GetAsync($"/api/transfers/{transfer}")).Json.Text("status"));
    }

    [Fact]
    public async Task Who_keeps_no_cases_is_put_in_charge_of_none()
    {
        await Platform.PlantUserAsync("desk-of-tripoli@iom-libya.demo", "tripoli", "focal-point");
        var (transfer, _) = await OfferedAsync();

        Assert.Equal("$.caseworker", (await Tripoli.PostAsync($"/api/transfers/{transfer}/acceptance", new { caseworker = "desk-of-tripoli@iom-libya.demo" })).WrongFields());
    }

    [Fact]
    public async Task Of_many_acceptances_at_once_one_takes_effect()
    {
        var (transfer, person) = await OfferedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AcceptAsync(Tripoli, transfer)));

        Assert.Equal([200, 409, 409, 409, 409, 409, 409, 409], answers.Select(answer => answer.Status).Order());
        Assert.Equal("\"2\"", (await Tripoli.GetAsync($"/api/people/{person}")).ETag);
    }

    [Fact]
    public async Task Accepted_and_withdrawn_at_once_one_of_the_two_takes_effect()
    {
        for (var round = 0; round < 6; round++)
        {
            var (transfer, person) = await OfferedAsync();

            var answers = await Task.WhenAll(AcceptAsync(Tripoli, transfer), MoveAsync(Sabha, transfer, "withdrawal"));

            Assert.Equal([200, 409], answers.Select(answer => answer.Status).Order());
            var accepted = answers[0].Status == 200;
            Assert.Equal(accepted ? 404 : 200, (await Sabha.GetAsync($"/api/people/{person}")).Status);
            Assert.Equal(accepted ? 200 : 404, (await Tripoli.GetAsync($"/api/people/{person}")).Status);
        }
    }

    [Fact]
    public async Task Who_opened_the_file_keeps_nothing_of_it_when_it_comes_back_and_goes_again()
    {
        var (transfer, person) = await OfferedAsync();
        (await AcceptAsync(Tripoli, transfer)).Expect(200);
        (await Tripoli.PostAsync($"/api/people/{person}/assignment", new { team = "sabha", caseworker = "iom-libya-system" })).Expect(200);
        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);

        (await SabhaSupervisor.PostAsync($"/api/people/{person}/assignment", new { team = "sabha", caseworker = "caseworker@iom-libya.demo" })).Expect(200);

        (await Sabha.GetAsync($"/api/people/{person}")).Expect(404);
    }
}
