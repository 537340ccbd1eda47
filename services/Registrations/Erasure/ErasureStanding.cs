using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Erasure;

/// <summary>An erasure as a decision finds it, and what the caller is to it: an auditor is neither.</summary>
internal sealed record ErasureStanding(Guid PersonId, Guid AgencyId, string Status, string Because, bool Decides, bool IsOwn)
{
    /// <summary>409 with the state when it is decided already.</summary>
    public Refusal? RefusesDecided => Status == "asked" ? null : Refusal.WrongState(Status);

    /// <summary>One decision after the other, and none while the file goes to another team, whose it is from then on. Not there and not theirs look the same.</summary>
    public static async Task<ErasureStanding?> LockAsync(Work work, Guid erasureId)
    {
        work.LockFirst(Grantee.Number(erasureId));
        await work.QueryAsync<bool>(LockFile, new { erasureId });
        return await work.QuerySingleOrDefaultAsync<ErasureStanding>(Find, new { erasureId });
    }

    private const string LockFile = "select lock_file(person_id) is null from erasures where erasure_id = @erasureId";

    private const string Find = """
        select person_id, agency_id, status, because, desks && access.grantees() as decides, coalesce(asked_by = access.caller(), false) as is_own
          from erasures where erasure_id = @erasureId
        """;
}
