using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Merges;

/// <summary>
/// A merge of two files, for who sees both. State: proposed, rejected, merged or undone. While it is merged, <c>merged</c> is read and no longer written in, and
/// <c>recordedSince</c> is what was written in <c>kept</c> after it: if it is undone, somebody has to say of whom each of these is.
/// </summary>
public sealed record MergeView(
    Guid MergeId, string State, Guid Kept, Guid Merged, Guid ProposedBy, DateTimeOffset ProposedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt, Guid? UndoneBy, DateTimeOffset? UndoneAt,
    IReadOnlyList<RecordedSince> RecordedSince, int Version)
{
    internal const string Select = "select merge_id, state, kept, merged, proposed_by, proposed_at, decided_by, decided_at, undone_by, undone_at, version from merges";

    internal const string SelectOne = $"{Select} where merge_id = @mergeId";

    /// <summary>As it is now; null where it is not there or not theirs to see.</summary>
    internal static async Task<MergeView?> ReadAsync(Work work, Guid mergeId)
    {
        var row = await work.QuerySingleOrDefaultAsync<Row>(SelectOne, new { mergeId });
        return row is null ? null : Of(row, row.State == "merged" ? await Merges.RecordedSince.ReadAsync(work, row.Kept, row.DecidedAt!.Value) : []);
    }

    internal static MergeView Of(Row row, IReadOnlyList<RecordedSince> since) => new(
        row.MergeId, row.State, row.Kept, row.Merged, row.ProposedBy, row.ProposedAt, row.DecidedBy, row.DecidedAt, row.UndoneBy, row.UndoneAt, since, row.Version);

    internal static async Task<object?> RebuildAsync(Work work, Guid mergeId)
    {
        var view = await ReadAsync(work, mergeId);
        await work.CommitAsync();
        return view;
    }

    /// <summary>Commits a move, entered for both people, and shows the merge as it is then: nothing was recorded since.</summary>
    internal static async Task<IResult> CommitAsync(Work work, Row found)
    {
        work.AuditRecords([found.Kept, found.Merged]);
        return Results.Ok(Of((await work.CommitAsync<Row>(SelectOne, new { found.MergeId }))!, []));
    }

    internal sealed record Row(
        Guid MergeId, string State, Guid Kept, Guid Merged, Guid ProposedBy, DateTimeOffset ProposedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt, Guid? UndoneBy, DateTimeOffset? UndoneAt,
        int Version);

    /// <summary>A merge as a move finds it, and no other move until this one has committed; or why there is none: not there and not theirs look the same, and who only reads decides nothing.</summary>
    internal static async Task<(Row? Found, Refusal? Refusal)> LockAsync(Work work, Guid mergeId)
    {
        work.LockFirst(Grantee.Number(mergeId));
        return await work.QuerySingleOrDefaultAsync<Row>(SelectOne, new { mergeId }) is not { } found ? (null, Refusal.NotFound)
            : await work.QuerySingleOrDefaultAsync<int?>(TwoFiles.Keeps, new { personId = found.Kept }) is null ? (null, Refusal.Forbidden) : (found, null);
    }

    /// <summary>Merges or undoes it by a function of the database, and gives the version of either file from then on.</summary>
    internal static async Task<(int Kept, int Merged)> MoveAsync(Work work, Row found, string how)
    {
        var files = await work.QueryAsync<MovedFile>(how, new { found.MergeId });
        return (files.Single(file => file.Person == found.Kept).AtVersion, files.Single(file => file.Person == found.Merged).AtVersion);
    }
}
