using Platform.Access;
using Platform.Contracts.Audit.V1;
using Platform.Messaging;

namespace Platform.Assessments.Audit;

/// <summary>Each new head of this service's audit chain is announced, for others to keep.</summary>
internal static class HandOverAuditHead
{
    private const string Service = "assessments";
    private static readonly Guid Subject = Grantee.NameBased(Guid.Empty, Service);

    public static Task Announce(Work work, Seal seal)
    {
        work.Publish(new AuditHeadSealed
        {
            SubjectId = Subject,
            SubjectVersion = (int)seal.Number,
            OccurredAt = work.Now,
            Service = Service,
            Hash = Convert.ToHexString(seal.Hash),
        });
        return Task.CompletedTask;
    }
}
