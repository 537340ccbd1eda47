using MassTransit;
using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>
/// A consent was withdrawn: every open referral that stands on it is revoked, and a tombstone is kept for one that is being
/// sent at this very moment.
/// </summary>
public sealed class RevokeReferralsWhenConsentWithdrawn(JobDatabase database) : IConsumer<ConsentWithdrawn>
{
    private sealed record Open(Guid ReferralId, Guid FromAgencyId, Guid ToAgencyId, int Version);

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<ConsentWithdrawn> context)
    {
        await using var work = await database.BeginAsync(context);
        if (work is not null)
        {
            await RevokeAsync(work, context.Message.SubjectId, context.Message.ConsentId, context.Message.OccurredAt);
        }
    }

    /// <summary>The same by whoever else learned of it; a second time it changes nothing.</summary>
    internal static async Task RevokeAsync(Work work, Guid personId, Guid consentId, DateTimeOffset withdrawnAt)
    {
        work.LockFirst(Grantee.Number(personId));   // who is sending holds it until the referral is there to be found
        foreach (var referral in await work.QueryAsync<Open>(LockOpen, new { consentId }))
        {
            work.Revoke(referral.ReferralId, referral.FromAgencyId, referral.ToAgencyId, referral.Version, "consent-withdrawn");
        }

        work.Execute(Bury, new { consentId, withdrawnAt });
        await work.CommitAsync();
    }

    private const string LockOpen = """
        select r.referral_id, r.from_agency_id, r.to_agency_id, r.version
          from referral_consents c join referrals r on r.referral_id = c.referral_id
         where c.consent_id = @consentId and r.status in ('sent', 'acknowledged', 'accepted')
         order by r.referral_id
           for update of r
        """;

    private const string Bury = "insert into withdrawn_consents (consent_id, withdrawn_at) values (@consentId, @withdrawnAt) on conflict do nothing";
}

/// <summary>Its queue.</summary>
public sealed class RevokeReferralsWhenConsentWithdrawnDefinition : ConsumerDefinition<RevokeReferralsWhenConsentWithdrawn>;

/// <summary>What a revocation by the service itself does, whoever asked for it.</summary>
internal static class ServiceRevocation
{
    public static void Revoke(this Work work, Guid referralId, Guid from, Guid to, int version, string because)
    {
        work.End(referralId, ReferralStatus.Revoked, because);
        work.Remember(referralId, version + 1, "revoked", because);
        work.Tell(referralId, Grantee.Desk(from, "focal-point"), "revoked");
        work.Tell(referralId, Grantee.Desk(to, "focal-point"), "revoked");
        work.Publish(new ReferralRevoked { SubjectId = referralId, SubjectVersion = version + 1, OccurredAt = work.Now, FromAgencyId = from, ToAgencyId = to, Because = because });
    }
}
