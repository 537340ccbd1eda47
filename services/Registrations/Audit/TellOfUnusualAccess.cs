using Platform.Access;
using Platform.Contracts.Audit.V1;
using Platform.Messaging;

namespace Platform.Registrations.Audit;

/// <summary>What is unusual in this service's audit is announced as it is noticed.</summary>
internal static class TellOfUnusualAccess
{
    /// <summary>In which area each record of this service is.</summary>
    public const string AreasOfRecords = "select person_id as record, area_code from people";

    public static void Announce(Work work, UnusualAccess noticed) => work.Publish(new UnusualAccessNoticed
    {
        SubjectId = noticed.NoticeId,
        SubjectVersion = 1,
        OccurredAt = work.Now,
        Service = "registrations",
        CallerId = noticed.Caller,
        AgencyId = noticed.Agency,
        Kind = noticed.Kind,
        Records = noticed.Records,
        Since = noticed.Since,
        Until = noticed.Until,
    });
}
