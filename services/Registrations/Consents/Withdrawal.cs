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
        work.Execute(Count, new { personId });
        work.Publish(new ConsentWithdrawn { SubjectId = personId, SubjectVersion = version, OccurredAt = work.Now, ConsentId = consentId });
    }

    /// <summary>Locks a file, merged into another or not, and gives the version of the person's consents; null where it is not the caller's to change.</summary>
    public const string Lock = "select lock_to_withdraw(@personId)";

    private const string Count = "select count_withdrawal(@personId)";

    private const string End = "update consents set withdrawn_at = access.now(), version = @version where consent_id = @consentId";
}
