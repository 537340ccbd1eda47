using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Contracts.Referrals.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>
/// No referral lapses in silence: when a clock runs out both focal points are told, at one and a half times its length the
/// area's coordinator; once per clock and level, whichever replica sees it first.
/// </summary>
public sealed class EscalateOverdueReferrals(JobDatabase database, ILogger<EscalateOverdueReferrals> logger)
    : Recurring(TimeSpan.FromSeconds(1), logger)
{
    private sealed record Due(
        Guid ReferralId, string Clock, DateTimeOffset StartedAt, DateTimeOffset DueAt, int Level, Guid FromAgencyId, Guid ToAgencyId, string AreaCode, int Version);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var due = await work.QueryAsync<Due>(LockDue);
        foreach (var referral in due)
        {
            var level = referral.Level + 1;
            work.Update(Advance, new { referral.ReferralId, referral.Clock, level, next = Deadlines.NextLevel(level, referral.StartedAt, referral.DueAt) });
            work.Update(MarkOverdue, new { referral.ReferralId });
            work.Remember(referral.ReferralId, referral.Version + 1, "overdue", $"{referral.Clock}-{level}");
            work.Tell(referral.ReferralId, "overdue", [.. Told(referral, level)], referral.Clock, level, level == 1 ? null : Pcode.Adm2Of(referral.AreaCode));
            work.Publish(new ReferralOverdue
            {
                SubjectId = referral.ReferralId,
                SubjectVersion = referral.Version + 1,
                OccurredAt = work.Now,
                FromAgencyId = referral.FromAgencyId,
                ToAgencyId = referral.ToAgencyId,
                Clock = referral.Clock,
                Level = level,
            });
        }

        if (due.Count > 0)
        {
            await work.CommitAsync();
        }

        return due.Count;
    }

    private static IEnumerable<Guid> Told(Due referral, int level) => level == 1
        ? [Grantee.Desk(referral.FromAgencyId, "focal-point"), Grantee.Desk(referral.ToAgencyId, "focal-point")]
        : new[] { referral.AreaCode, Pcode.Adm2Of(referral.AreaCode), Pcode.Adm1Of(referral.AreaCode), "*" }.Select(Grantee.Coordinators);

    // one clock of a referral at a time: the two may run out together and each makes a version
    private const string LockDue = """
        with due as materialized (
            select referral_id, clock, started_at, due_at, level from referral_clocks
             where next_at <= access.now() order by next_at limit 100 for update skip locked),
        first_due as (select distinct on (referral_id) * from due order by referral_id, due_at)
        select r.referral_id, d.clock, d.started_at, d.due_at, d.level, r.from_agency_id, r.to_agency_id, r.area_code, r.version
          from first_due d join referrals r on r.referral_id = d.referral_id
         where r.status in ('sent', 'acknowledged')
           for update of r skip locked
        """;

    private const string Advance = "update referral_clocks set level = @level, next_at = @next where referral_id = @referralId and clock = @clock";

    private const string MarkOverdue = """
        update referrals set overdue_since = coalesce(overdue_since, access.now()), version = version + 1 where referral_id = @referralId
        """;
}
