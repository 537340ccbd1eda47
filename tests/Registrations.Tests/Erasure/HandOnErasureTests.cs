namespace Platform.Registrations.Tests.Erasure;

/// <summary>An erasure that is asked for goes with the case: who decides is the team that has the file by then.</summary>
public sealed class HandOnErasureTests : Erasing
{
    private const string Note = "She asked for it on the phone (invented).";

    [Fact]
    public async Task Accepted_by_another_team_the_case_is_that_team_s_to_erase_and_not_the_old_one_s()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 5);
        var erasure = (await AskAsync(Sabha, person, Note)).Expect(201).Json.Id("erasureId");
        (await GetAsync(SabhaSupervisor, erasure)).Expect(200);
        (await GetAsync(Tripoli, erasure)).Expect(404);

        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        var nobodys = (await ApproveAsync(SabhaSupervisor, Guid.NewGuid())).Expect(404).Body;
        Assert.Equal(nobodys, (await ApproveAsync(SabhaSupervisor, erasure)).Expect(404).Body);
        Assert.Equal(nobodys, (await SabhaSupervisor.PostAsync($"/api/erasures/{erasure}/withdrawal", new { })).Expect(404).Body);
        (await GetAsync(SabhaSupervisor, erasure)).Expect(404);
        Assert.DoesNotContain((await SabhaSupervisor.GetAsync("/api/erasures?limit=200")).Items(), item => item.Id("erasureId") == erasure);
        (await GetAsync(TripoliCaseworker, erasure)).Expect(404);   // keeps the file, and neither asked nor decides
        foreach (var by in new[] { Tripoli, Officer, Sabha })       // who asked reads the file in the handover
        {
            var seen = (await GetAsync(by, erasure)).Expect(200).Json;
            Assert.Equal((person, Note), (seen.Id("personId"), seen.Text("note")));
        }

        (await ApproveAsync(Tripoli, erasure)).Expect(200);
        Assert.Equal(person, (await DoneAsync(erasure)).Json.Id("personId"));
        Assert.Equal(person, (await GetAsync(Sabha, erasure)).Expect(200).Json.Id("personId"));
    }

    [Fact]
    public async Task Who_asked_and_does_not_see_the_file_any_more_sees_that_there_is_one_and_neither_whose_nor_why()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 0);
        var erasure = (await AskAsync(Sabha, person, Note)).Expect(201).Json.Id("erasureId");
        (await AcceptAsync(Tripoli, transfer)).Expect(200);
        var entered = (await AuditOfAsync(person)).Count;

        Assert.Equal("askedAt askedBy because erasureId held proof status", (await GetAsync(Sabha, erasure)).Expect(200).Json.FieldNames());
        var listed = Assert.Single((await Sabha.GetAsync("/api/erasures?limit=200")).Items(), item => item.Id("erasureId") == erasure);
        Assert.Equal("askedAt askedBy because erasureId held proof status", listed.FieldNames());

        Assert.Equal(entered, (await AuditOfAsync(person)).Count);   // nothing of the person was read
        Assert.Equal((person, null), ((await GetAsync(Auditor, erasure)).Expect(200).Json.Id("personId"), (await GetAsync(Auditor, erasure)).Json.Text("note")));
        Assert.Equal("askedAt askedBy because decidedAt decidedBy erasureId held proof status", (await Sabha.PostAsync($"/api/erasures/{erasure}/withdrawal", new { })).Expect(200).Json.FieldNames());
        (await Tripoli.GetAsync($"/api/people/{person}")).Expect(200);
    }

    [Fact]
    public async Task Assigned_to_another_team_it_is_that_team_s_to_erase()
    {
        var person = await Sabha.RegisterAsync();
        var erasure = (await AskAsync(Sabha, person, Note)).Expect(201).Json.Id("erasureId");

        (await Sabha.PostAsync($"/api/people/{person}/assignment", new { team = "tripoli", caseworker = HubCaseworker })).Expect(200);

        (await ApproveAsync(SabhaSupervisor, erasure)).Expect(404);
        Assert.Equal(Note, (await GetAsync(Tripoli, erasure)).Expect(200).Json.Text("note"));
        (await ApproveAsync(Tripoli, erasure)).Expect(200);
        await DoneAsync(erasure);
    }

    [Fact]
    public async Task What_was_decided_before_stays_with_who_decided()
    {
        var (transfer, person) = await OfferedAsync();
        var erasure = (await AskAsync(Sabha, person)).Expect(201).Json.Id("erasureId");
        (await SabhaSupervisor.PostAsync($"/api/erasures/{erasure}/withdrawal", new { })).Expect(200);

        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        (await GetAsync(SabhaSupervisor, erasure)).Expect(200);
        (await GetAsync(Tripoli, erasure)).Expect(404);
        (await AskAsync(TripoliCaseworker, person)).Expect(201);   // and the new team may ask for another
    }

    /// <summary>The acceptance has begun and is held up where it stands: who approves at that moment waits for it, and finds the file another team's.</summary>
    [Fact]
    public async Task Who_approves_while_the_case_is_being_accepted_finds_it_another_team_s()
    {
        var (transfer, person) = await OfferedAsync();
        var erasure = (await AskAsync(Sabha, person)).Expect(201).Json.Id("erasureId");
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var accepting = await database.BeginTransactionAsync();
        foreach (var sql in (string[])[
            "select 1 from transfers where transfer_id = $1 and status = 'offered' for update", "update transfers set status = 'accepted' where transfer_id = $1",
            "insert into access.grants (record, grantee, because, packages, given_by, given_at) select person_id, to_desk, 'supervision', '{}', to_desk, now() from transfers where transfer_id = $1"])
        {
            await using var step = new Npgsql.NpgsqlCommand(sql, database, accepting) { Parameters = { new() { Value = transfer } } };
            await step.ExecuteNonQueryAsync();
        }

        var approving = ApproveAsync(SabhaSupervisor, erasure);
        await Eventually.TrueAsync(async () => await CountAsync("registrations", "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%lock_file%'") > 0);
        await accepting.CommitAsync();

        (await approving).Expect(404);
        (await GetAsync(Tripoli, erasure)).Expect(200);
        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);
    }
}
