using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Registrations.Visits;

/// <summary>
/// Whom one met at a visit is told as long as somebody may still come to be registered, and what could tell who spoke there as long as an allegation may be followed up, as
/// retention.csv says. What was counted and found there stays: it is of nobody.
/// </summary>
public sealed class ForgetVisits(JobDatabase database, IConfiguration configuration, ILogger<ForgetVisits> logger) : Recurring(TimeSpan.FromSeconds(30), logger)
{
    private readonly TimeSpan rosters = DaysOf("visit-roster", configuration);
    private readonly TimeSpan annexes = DaysOf("visit-annex", configuration);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (met, annexed) = (await work.QueryAsync<Guid>(WithRoster, new { kept = rosters }), await work.QueryAsync<Guid>(WithAnnex, new { kept = annexes }));
        if (met.Count + annexed.Count > 0)
        {
            work.Execute("delete from visit_roster where visit_id = any (@met)", new { met = met.ToArray() });
            work.Execute("update visits set roster_kept = false where visit_id = any (@met)", new { met = met.ToArray() });
            work.Execute("delete from visit_annexes where visit_id = any (@annexed)", new { annexed = annexed.ToArray() });
            work.Execute("update visits set annexed = false where visit_id = any (@annexed)", new { annexed = annexed.ToArray() });
            await work.CommitAsync();
        }

        return met.Count + annexed.Count;
    }

    private static TimeSpan DaysOf(string rule, IConfiguration configuration) =>
        TimeSpan.FromDays(configuration.GetValue(CodeList.Retention[rule]["setting"], CodeList.Retention[rule].Number("days")));

    // the row is locked, so that nobody adds to a roster that goes
    private const string WithRoster = """
        select v.visit_id from visits v
         where @kept > interval '0' and v.roster_kept and coalesce(v.visited_at, v.recorded_at) < access.now() - @kept
         order by coalesce(v.visited_at, v.recorded_at) limit 20 for update skip locked
        """;

    private const string WithAnnex = """
        select v.visit_id from visits v
         where @kept > interval '0' and v.annexed and coalesce(v.visited_at, v.recorded_at) < access.now() - @kept
         order by coalesce(v.visited_at, v.recorded_at) limit 20 for update skip locked
        """;
}
