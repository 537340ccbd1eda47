using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// The last day of a consent has passed, or no agreement in force carries the referral any more: it is revoked. What the receiver
/// read ended by itself, at midnight or with the agreement; this tells both sides, so that nothing lapses silently.
/// </summary>
public sealed class RevokeReferralsThatStandNoMore(JobDatabase database, ILogger<RevokeReferralsThatStandNoMore> logger)
    : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private sealed record Fallen(Guid ReferralId, Guid FromAgencyId, Guid ToAgencyId, int Version, bool ConsentExpired);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var fallen = await work.QueryAsync<Fallen>(LockFallen);
        foreach (var referral in fallen)
        {
            work.Revoke(referral.ReferralId, referral.FromAgencyId, referral.ToAgencyId, referral.Version, referral.ConsentExpired ? "consent-expired" : "agreement-ended");
        }

        if (fallen.Count > 0)
        {
            await work.CommitAsync();
        }

        return fallen.Count;
    }

    // before the agreements were ever written down here nothing is known of them, and nothing is revoked on that account
    private const string LockFallen = """
        select referral_id, from_agency_id, to_agency_id, version, coalesce(consent_until < access.day(), false) as consent_expired
          from referrals r
         where status in ('sent', 'acknowledged', 'accepted')
           and (consent_until < access.day()
                or exists (select 1 from access.agreed_version)
                   and not exists (select 1 from access.agreed a
                                    where a.from_agency = r.from_agency_id and a.to_agency = r.to_agency_id and 'service-referral' = any (a.purposes)
                                      and r.packages <@ a.packages and access.day() between a.valid_from and a.valid_until
                                      and exists (select 1 from unnest(a.area_codes) as area where area = '*' or starts_with(r.area_code, area))))
         order by referral_id limit 100
           for update skip locked
        """;
}
