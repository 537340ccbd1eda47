using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Registrations.Visits;

/// <summary>The day of a follow-up is over, or that by which a site should have answered: the team's supervisors are told, once, whichever replica sees it first.</summary>
public sealed class RemindOfVisits(JobDatabase database, ILogger<RemindOfVisits> logger) : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private sealed record Due(Guid Id, Guid VisitId, Guid AgencyId, Guid? TeamId, DateOnly DueOn, int Version);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (visits, requests) = (await work.QueryAsync<Due>(LockVisits), await work.QueryAsync<Due>(LockRequests));
        foreach (var late in visits)
        {
            work.Update("update visits set next_at = null, version = version + 1 where visit_id = @id", new { late.Id });
            work.Publish(new SiteFollowUpOverdue
            {
                SubjectId = late.Id,
                SubjectVersion = late.Version + 1,
                OccurredAt = work.Now,
                AgencyId = late.AgencyId,
                UnitId = late.TeamId ?? late.AgencyId,
                DueOn = late.DueOn,
            });
        }

        foreach (var late in requests)
        {
            work.Update("update site_requests set next_at = null, version = version + 1 where request_id = @id", new { late.Id });
            work.Publish(new SiteRequestOverdue
            {
                SubjectId = late.Id,
                SubjectVersion = late.Version + 1,
                OccurredAt = work.Now,
                AgencyId = late.AgencyId,
                UnitId = late.TeamId ?? late.AgencyId,
                VisitId = late.VisitId,
                DueOn = late.DueOn,
            });
        }

        if (visits.Count + requests.Count > 0)
        {
            await work.CommitAsync();
        }

        return visits.Count + requests.Count;
    }

    private const string LockVisits = """
        select visit_id as id, visit_id, agency_id, team_id, follow_up_on as due_on, version from visits
         where next_at <= access.now() order by next_at limit 100 for update skip locked
        """;

    private const string LockRequests = """
        select request_id as id, visit_id, agency_id, team_id, due_on, version from site_requests
         where next_at <= access.now() order by next_at limit 100 for update skip locked
        """;
}
