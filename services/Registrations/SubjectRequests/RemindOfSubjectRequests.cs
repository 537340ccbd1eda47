using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Registrations.SubjectRequests;

/// <summary>No request of a person lapses in silence: a week before its last day and when that is over it is said; once each, whichever replica sees it first.</summary>
public sealed class RemindOfSubjectRequests(JobDatabase database, ILogger<RemindOfSubjectRequests> logger) : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private sealed record Due(Guid RequestId, DateOnly DueOn, int Version, Guid AgencyId, Guid? TeamId, Guid CaseworkerId);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var due = await work.QueryAsync<Due>(LockDue);
        foreach (var request in due)
        {
            var (overdueAt, version, unit) = (SubjectRequestClock.OverdueAt(request.DueOn), request.Version + 1, request.TeamId ?? request.AgencyId);
            var isOverdue = work.Now >= overdueAt;   // one that was taken down too late for a reminder is overdue at once
            work.Update(Advance, new { request.RequestId, level = isOverdue ? 2 : 1, next = isOverdue ? null : (DateTimeOffset?)overdueAt });
            if (isOverdue)
            {
                work.Publish(new SubjectRequestOverdue
                {
                    SubjectId = request.RequestId,
                    SubjectVersion = version,
                    OccurredAt = work.Now,
                    AgencyId = request.AgencyId,
                    UnitId = unit,
                    DueOn = request.DueOn,
                });
            }
            else
            {
                work.Publish(new SubjectRequestReminded
                {
                    SubjectId = request.RequestId,
                    SubjectVersion = version,
                    OccurredAt = work.Now,
                    AgencyId = request.AgencyId,
                    UnitId = unit,
                    CaseworkerId = request.CaseworkerId,
                    DueOn = request.DueOn,
                });
            }
        }

        if (due.Count > 0)
        {
            await work.CommitAsync();
        }

        return due.Count;
    }

    private const string LockDue = """
        select r.request_id, r.due_on, r.version, r.agency_id, p.team_id, p.caseworker_id
          from subject_requests r join people p on p.person_id = r.person_id
         where r.next_at <= access.now()
         order by r.next_at limit 100
           for update of r skip locked
        """;

    private const string Advance = "update subject_requests set level = @level, next_at = @next, version = version + 1 where request_id = @requestId";
}
