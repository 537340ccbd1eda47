using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Referrals.Referrals;

/// <summary>
/// Some days after a referral has ended the key of its packet is destroyed: from then on nobody can read it, in no copy. A rejected or returned one has
/// ended for good when its sender said what came next, for a year at the most. While a legal hold on the person stands, none of theirs.
/// </summary>
public sealed class DestroyPacketsOfEndedReferrals(JobDatabase database, KeyStore keys, IConfiguration configuration, ILogger<DestroyPacketsOfEndedReferrals> logger)
    : Recurring(TimeSpan.FromSeconds(30), logger)
{
    private readonly TimeSpan kept = TimeSpan.FromDays(configuration.GetValue(CodeList.Retention["packet"]["setting"], CodeList.Retention["packet"].Number("days")));

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var ended = await work.QueryAsync<Guid>(LockEnded, new { kept });
        await keys.DestroyAsync(ended, ct);   // first: a state that says destroyed is never wrong
        foreach (var referralId in ended)
        {
            work.Update(Mark, new { referralId });
        }

        if (ended.Count > 0)
        {
            await work.CommitAsync();
        }

        return ended.Count;
    }

    private const string LockEnded = """
        select referral_id from referrals r
         where ended_at < access.now() - @kept and packet_state <> 'destroyed'
           and (status not in ('rejected', 'returned') or follow_up is not null or ended_at < access.now() - interval '1 year')
           and not exists (select 1 from held_people h where h.subject_lock = r.subject_lock and h.lifted_at is null and (h.until is null or h.until >= access.day()))
         order by ended_at limit 100
           for update skip locked
        """;

    private const string Mark = "update referrals set packet_state = 'destroyed' where referral_id = @referralId";
}
