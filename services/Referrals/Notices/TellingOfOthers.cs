using Platform.Access;

namespace Platform.Referrals.Notices;

/// <summary>Notices of what is another service's: its id and what happened to it.</summary>
internal static class TellingOfOthers
{
    /// <summary>One notice for several desks; of one record and kind there is one, however often it is said.</summary>
    public static void TellOf(this Work work, Guid record, string kind, Guid[] grantees)
    {
        work.Execute("select pg_advisory_xact_lock(@number)", new { number = Grantee.Number(record) });
        work.Execute(Insert, new { noticeId = Guid.CreateVersion7(), record, kind, grantees });
    }

    private const string Insert = """
        insert into notices (notice_id, grantee, record, kind, at)
        select @noticeId, grantee, @record, @kind, access.now() from unnest(@grantees) as grantee
         where not exists (select 1 from notices n where n.record = @record and n.kind = @kind)
        """;
}
