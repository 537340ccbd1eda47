using Npgsql;
using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// The last day of a consent has passed: what stood on it is revoked. The receiver's access ended by itself at midnight
/// (its grant has an end); this tells both sides.
/// </summary>
public sealed partial class RevokeReferralsWhenConsentExpired(JobDatabase database, ILogger<RevokeReferralsWhenConsentExpired> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private sealed record Expired(Guid ReferralId, Guid FromAgencyId, Guid ToAgencyId, int Version);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                while (await RevokeSomeAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception outage) when (outage is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                Postponed(logger, outage.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> RevokeSomeAsync(CancellationToken ct)
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired consents cannot be looked at now ({Why})")]
    private static partial void Postponed(ILogger logger, string why);

    private const string LockExpired = """
        select referral_id, from_agency_id, to_agency_id, version from referrals
         where consent_until < (access.now() at time zone 'utc')::date and status in ('sent', 'acknowledged', 'accepted')
         order by referral_id limit 100
           for update skip locked
        """;
}
