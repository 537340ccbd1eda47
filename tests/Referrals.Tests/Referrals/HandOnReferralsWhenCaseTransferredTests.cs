namespace Platform.Referrals.Tests.Referrals;

/// <summary>A case went to another team: what was sent before goes with it, whatever comes late, twice or in another order.</summary>
public sealed class HandOnReferralsWhenCaseTransferredTests : OnThePlatform
{
    private const string HubSupervisor = "hub-supervisor@iom-libya.demo";

    [Theory]
    [InlineData("sent", 0)]
    [InlineData("accepted", 10)]
    [InlineData("rejected", 10)]
    public async Task Open_and_ended_referrals_are_the_new_teams_and_who_sent_them_reads_for_the_handover_and_moves_nothing(string state, int handoverDays)
    {
        var (sabha, tripoli) = await TeamsAsync();
        var (referral, person, _) = await sabha.ReferAsync("bayt-shelter");
        if (state != "sent")
        {
            (await MoveAsync(Receiver, referral, state == "accepted" ? "acceptance" : "rejection")).Expect(200);
        }

        await TransferAsync(sabha, tripoli, person, handoverDays);

        await Eventually.TrueAsync(async () => (await GetAsync(tripoli, referral)).Status == 200);
        Assert.Equal(person, (await GetAsync(tripoli, referral)).Json.Id("personId"));
        Assert.Single((await tripoli.GetAsync($"/api/referrals?box=sent&limit=200&status={state}")).Items(), item => item.Id("referralId") == referral);
        // the lead's system is a focal point of its agency too, which goes on seeing what the agency sent
        var before = await Platform.SignInAsync("supervisor@iom-libya.demo");
        await Eventually.TrueAsync(async () => (await GetAsync(before, referral)).Status == (handoverDays > 0 ? 200 : 404));
        (await before.GetAsync($"/api/referrals/{referral}/history")).Expect(handoverDays > 0 ? 200 : 404);
        Assert.Equal(handoverDays > 0 ? 1 : 0, (await before.GetAsync("/api/referrals?box=sent&limit=200")).Items().Count(item => item.Id("referralId") == referral));
        (await MoveAsync(before, referral, state == "rejected" ? "follow-up" : "revocation")).Expect(handoverDays > 0 ? 403 : 404);

        (await GetAsync(Receiver, referral)).Expect(200);
        (await MoveAsync(tripoli, referral, state == "rejected" ? "follow-up" : "revocation")).Expect(200);
    }

    [Fact]
    public async Task Transfers_heard_of_in_another_order_and_twice_leave_the_referral_with_who_had_it_last()
    {
        var (sabha, tripoli) = await TeamsAsync();
        var (referral, person, _) = await sabha.ReferAsync("bayt-shelter");
        var (agency, teams) = (await sabha.AgencyIdAsync("iom-libya"), (await tripoli.GetAsync("/api/teams")).Items().ToDictionary(team => team.Text("code")!, team => team.Id("teamId")));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var soon = DateTimeOffset.UtcNow.AddDays(2);

        await AnnounceAsync(person, 9, agency, teams["tripoli"], second, soon.AddDays(1));     // the later one first
        await Eventually.TrueAsync(async () => (await GetAsync(tripoli, referral)).Status == 200);
        await AnnounceAsync(person, 5, agency, teams["zwara"], first, soon);
        await AnnounceAsync(person, 9, agency, teams["tripoli"], second, soon.AddDays(1));
        await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from case_transfers where version in (5, 9) and caseworker_id in ($1, $2)", first, second) == 2);
        await AnnounceAsync(person, 5, agency, teams["zwara"], first, soon);
        await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from access.grants where record = $1 and because = 'handover'", referral) == 4);

        Assert.Equal(1, await CountAsync("referrals", "select count(*) from access.grants where record = $1 and grantee = $2 and because = 'assignment' and until is null", referral, second));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from access.grants where record = $1 and grantee = $2 and because = 'handover' and until = $3", referral, first, soon.AddDays(1)));
        Assert.Equal(2, await CountAsync("referrals", "select count(*) from access.grants where record = $1 and because = 'handover' and until = $2", referral, soon));   // who sent it, and their supervisors
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from access.grants where record = $1 and because = 'ownership'", referral));
    }

    [Fact]
    public async Task A_referral_that_was_being_sent_meanwhile_goes_with_the_case_when_it_is_heard_of()
    {
        var (sabha, tripoli) = await TeamsAsync();
        var (person, bayt) = (await sabha.RegisterAsync(), await sabha.AgencyIdAsync("bayt-shelter"));
        await sabha.ConsentAsync(person, bayt);
        Task<Answer> submission;
        await using (var interruption = await Interruption.OnPersonAsync(Platform, person))
        {
            submission = sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt));
            await interruption.SomebodyWaitsAsync();              // it holds the packet and is about to be sent
            await TransferAsync(sabha, tripoli, person, 0);
            await interruption.SomebodyWaitsAsync(atLeast: 2);    // the transfer was heard of, behind it
        }

        var referral = (await submission).Expect(201).Json.Id("referralId");
        await Eventually.TrueAsync(async () => (await GetAsync(tripoli, referral)).Status == 200);
    }

    [Fact]
    public async Task Heard_of_before_it_is_sent_nothing_is_sent_by_who_had_the_case_before()
    {
        var (sabha, _) = await TeamsAsync();
        var (person, bayt) = (await sabha.RegisterAsync(), await sabha.AgencyIdAsync("bayt-shelter"));
        await sabha.ConsentAsync(person, bayt);
        await using (var referrals = await Platform.OpenDatabaseAsync("referrals"))   // what its consumer leaves, the authority having said yes before
        await using (var heard = new Npgsql.NpgsqlCommand("""
            insert into case_transfers values (('x' || right(replace($1::text, '-', ''), 16))::bit(64)::bigint, 2, $2, gen_random_uuid(), gen_random_uuid(), now(), now())
            """, referrals) { Parameters = { new() { Value = person }, new() { Value = await sabha.AgencyIdAsync("iom-libya") } } })
        {
            await heard.ExecuteNonQueryAsync();
        }

        (await sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(403);

        Assert.Equal(0, await CountAsync("referrals", "select count(*) from referral_people where person_id = $1", person));
    }

    private async Task<(Partner Sabha, Partner Tripoli)> TeamsAsync()
    {
        await Platform.PlantUserAsync(HubSupervisor, "tripoli", "supervisor");
        return (new Partner(Platform, "iom-libya"), await Platform.SignInAsync(HubSupervisor));
    }

    private static async Task TransferAsync(Partner from, Partner to, Guid person, int handoverDays)
    {
        var transfer = (await from.PostAsync($"/api/people/{person}/transfers", new { team = "tripoli", handoverDays })).Expect(201).Json.Id("transferId");
        (await to.PostAsync($"/api/transfers/{transfer}/acceptance", new { caseworker = HubSupervisor })).Expect(200);
    }

    // by the owner's own outbox, with a version of the test's choice
    private Task<long> AnnounceAsync(Guid person, int version, Guid agency, Guid team, Guid caseworker, DateTimeOffset until) => CountAsync("registrations", """
        with announced as (
            select messaging.announce($1, 'Registrations.V1:CaseTransferred',
                   jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', now(), 'subjectId', $1::uuid, 'subjectVersion', $2::int, 'agencyId', $3::uuid, 'transferId', gen_random_uuid(),
                                      'toTeamId', $4::uuid, 'caseworkerId', $5::uuid, 'handoverUntil', $6::timestamptz)))
        select count(*) from announced
        """, person, version, agency, team, caseworker, until);
}
