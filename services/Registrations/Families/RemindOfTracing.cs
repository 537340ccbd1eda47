using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Registrations.Families;

/// <summary>The last day to look how a family is that was brought together is over, and nobody did: the team's supervisors are told, once, whichever replica sees it first.</summary>
public sealed class RemindOfTracing(JobDatabase database, ILogger<RemindOfTracing> logger) : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private sealed record Due(Guid TracingId, Guid AgencyId, Guid? TeamId, DateOnly DueOn, int Version);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var due = await work.QueryAsync<Due>(LockDue);
        foreach (var late in due)
        {
            work.Update("update tracings set next_at = null, version = version + 1 where tracing_id = @tracingId", new { late.TracingId });
            work.Publish(new TracingFollowUpOverdue
            {
                SubjectId = late.TracingId,
                SubjectVersion = late.Version + 1,
                OccurredAt = work.Now,
                AgencyId = late.AgencyId,
                UnitId = late.TeamId ?? late.AgencyId,
                DueOn = late.DueOn,
            });
        }

        if (due.Count > 0)
        {
            await work.CommitAsync();
        }

        return due.Count;
    }

    private const string LockDue = """
        select t.tracing_id, t.agency_id, p.team_id, t.follow_up_on as due_on, t.version
          from tracings t join people p on p.person_id = t.person_id
         where t.next_at <= access.now() order by t.next_at limit 100 for update of t skip locked
        """;
}
