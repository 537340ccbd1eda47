using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Registrations.Consents;

/// <summary>What every withdrawal leaves behind, whatever it came of: the row, the version of the person's consents, the event.</summary>
internal static class Withdrawal
{
    /// <summary>The file is locked; <paramref name="version" /> is the next of the person's consents.</summary>
    public static void Withdraw(this Work work, Guid personId, Guid consentId, int version)
    {
        work.Update(End, new { consentId, version });
        work.Update(GiveConsent.CountConsent, new { personId });
        work.Publish(new ConsentWithdrawn { SubjectId = personId, SubjectVersion = version, OccurredAt = work.Now, ConsentId = consentId });
    }

    private const string End = "update consents set withdrawn_at = access.now(), version = @version where consent_id = @consentId";
}
