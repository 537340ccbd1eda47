using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// The last day of a consent has passed: what stood on it is revoked. The receiver's access ended by itself at midnight
/// (its grant has an end); this tells both sides.
/// </summary>
public sealed class RevokeReferralsWhenConsentExpired(JobDatabase database, ILogger<RevokeReferralsWhenConsentExpired> logger)
    : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private sealed record Expired(Guid ReferralId, Guid FromAgencyId, Guid ToAgencyId, int Version);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var expired = await work.QueryAsync<Expired>(LockExpired);
        foreach (var referral in expired)
        {
            work.Revoke(referral.ReferralId, referral.FromAgencyId, referral.ToAgencyId, referral.Version, "consent-expired");
        }

        if (expired.Count > 0)
        {
            await work.CommitAsync();
        }

        return expired.Count;
    }

    private const string LockExpired = """
        select referral_id, from_agency_id, to_agency_id, version from referrals
         where consent_until < (access.now() at time zone 'utc')::date and status in ('sent', 'acknowledged', 'accepted')
         order by referral_id limit 100
           for update skip locked
        """;
}
