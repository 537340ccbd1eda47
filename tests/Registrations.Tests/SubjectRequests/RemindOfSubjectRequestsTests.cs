namespace Platform.Registrations.Tests.SubjectRequests;

/// <summary>RemindOfSubjectRequests, and TellWhenSubjectRequestIsLate of Referrals: no request lapses in silence.</summary>
public sealed class RemindOfSubjectRequestsTests : Asking
{
    [Fact]
    public async Task A_week_before_its_last_day_who_has_the_case_and_their_supervisors_are_told_and_nobody_else()
    {
        var (request, _) = await AskedAsync("access", change: asked => asked["receivedOn"] = In(-24));   // six days are left

        await ToldAsync(SabhaSupervisor, request, "request-due");

        await ToldAsync(Sabha, request, "request-due");
        foreach (var other in (Partner[])[Officer, Tripoli, Amal, await Platform.SignInAsync("supervisor@amal-health.demo")])
        {
            Assert.Empty(await NoticesAsync(other, request));
        }

        Assert.Equal("at kind noticeId recordId", Assert.Single(await NoticesAsync(SabhaSupervisor, request)).FieldNames());
    }

    [Fact]
    public async Task When_the_day_is_over_the_protection_officers_are_told_too_and_each_level_once()
    {
        var (request, _) = await AskedAsync("access", change: asked => asked["receivedOn"] = In(-24));
        await ToldAsync(SabhaSupervisor, request, "request-due");

        await ScalarAsync<int>("registrations", "update subject_requests set due_on = current_date - 2, next_at = now() where request_id = $1 returning 1", request);   // days later

        await ToldAsync(Officer, request, "request-overdue");
        Assert.Equal(["request-due", "request-overdue"], (await NoticesAsync(SabhaSupervisor, request)).Select(notice => notice.Text("kind")).Order());
        Assert.Equal((2, null), (await ScalarAsync<int>("registrations", "select level from subject_requests where request_id = $1", request), (await SeeAsync(Officer, request)).Json.Text("endedAt")));
        Assert.Equal(0L, await ScalarAsync<long>("registrations", "select count(*) from subject_requests where request_id = $1 and next_at is not null", request));
        Assert.True((await SeeAsync(Officer, request))["overdue"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_was_taken_down_too_late_is_overdue_at_once_and_said_again_it_is_one_notice()
    {
        var (request, _) = await AskedAsync("access", change: asked => asked["receivedOn"] = In(-100));
        await ToldAsync(Officer, request, "request-overdue");

        await AnnounceAsync("SubjectRequestOverdue", request, 2);   // under another id, as after a replay
        await AnnounceAsync("SubjectRequestReminded", request, 1);  // and late
        await ToldAsync(SabhaSupervisor, request, "request-due");

        Assert.Single(await NoticesAsync(Officer, request));
    }

    [Fact]
    public async Task Of_what_was_answered_nobody_is_told()
    {
        var (request, person) = await AskedAsync("access");
        (await StepAsync(Sabha, request, "answer")).Expect(200);
        await ScalarAsync<int>("registrations", "update subject_requests set due_on = current_date - 60 where request_id = $1 returning 1", request);
        var (other, _) = await AskedAsync("access", person, asked => asked["receivedOn"] = In(-60));

        await ToldAsync(Officer, other, "request-overdue");   // looked at in the same turn or a later one

        Assert.Empty(await NoticesAsync(Officer, request));
        Assert.False((await SeeAsync(Sabha, request))["overdue"]!.GetValue<bool>());
    }

    private static async Task<IReadOnlyList<JsonObject>> NoticesAsync(Partner by, Guid request) =>
        [.. (await by.GetAsync("/api/notices?limit=200")).Items().Where(notice => notice.Text("recordId") == request.ToString())];

    private static Task ToldAsync(Partner by, Guid request, string kind) => Eventually.TrueAsync(
        async () => (await NoticesAsync(by, request)).Any(notice => notice.Text("kind") == kind), TimeSpan.FromSeconds(30), () => $"Nobody was told {kind} of {request}");

    private Task<long> AnnounceAsync(string what, Guid request, int version) => ScalarAsync<long>("registrations", $"""
        with announced as (
            select messaging.announce($1, 'Registrations.V1:{what}',
                   jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', now(), 'subjectId', $1::uuid, 'subjectVersion', $2::int, 'agencyId', agency_id, 'unitId', team_id, 'caseworkerId', caseworker_id, 'dueOn', current_date))
              from people where person_id = (select person_id from subject_requests where request_id = $1))
        select count(*) from announced
        """, request, version);
}
