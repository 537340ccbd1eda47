using Platform.Access;

namespace Platform.Registrations.Duplicates;

/// <summary>
/// Two records that may be of one person, as the lead's desk compares them. <c>sides</c> is absent once it was decided, and while a decision that was taken back is made
/// ready again. <c>band</c>: strong, likely or review; <c>reasons</c>: what was found, as same-given-name. Neither is a decision.
/// </summary>
public sealed record DuplicateView(
    Guid DuplicateId, string State, string Band, IReadOnlyList<string> Reasons, DateTimeOffset FoundAt, IReadOnlyList<DuplicateSide>? Sides, Guid? DecidedBy, DateTimeOffset? DecidedAt,
    Guid? ConfirmedBy, DateTimeOffset? ConfirmedAt, int Version)
{
    internal const string SelectOne = """
        select duplicate_id, state, band, reasons, found_at, one, other, one_sealed, other_sealed, decided_by, decided_at, confirmed_by, confirmed_at, version
          from duplicates where duplicate_id = @duplicateId
        """;

    internal static async Task<DuplicateView?> OpenAsync(Row? row, Work work, CancellationToken ct)
    {
        if (row is null)
        {
            return null;
        }

        var keys = await work.Service<KeyStore>().GetAsync([row.One, row.Other], ct);
        IReadOnlyList<DuplicateSide>? sides = row is { OneSealed: { } one, OtherSealed: { } other } && keys.Count == 2
            ? [keys[row.One].Open<DuplicateSide>(DuplicateSide.Name, one), keys[row.Other].Open<DuplicateSide>(DuplicateSide.Name, other)]
            : null;
        return new(row.DuplicateId, row.State, row.Band, row.Reasons, row.FoundAt, sides, row.DecidedBy, row.DecidedAt, row.ConfirmedBy, row.ConfirmedAt, row.Version);
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid duplicateId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { duplicateId }), work, CancellationToken.None);

    internal sealed record Row(
        Guid DuplicateId, string State, string Band, string[] Reasons, DateTimeOffset FoundAt, Guid One, Guid Other, byte[]? OneSealed, byte[]? OtherSealed, Guid? DecidedBy,
        DateTimeOffset? DecidedAt, Guid? ConfirmedBy, DateTimeOffset? ConfirmedAt, int Version);

    /// <summary>A pair as a decision finds it, locked until that has committed. Not there and not theirs look the same.</summary>
    internal sealed record Standing(string State, Guid? DecidedBy)
    {
        public static Task<Standing?> LockAsync(Work work, Guid duplicateId) =>
            work.QuerySingleOrDefaultAsync<Standing>("select state, decided_by from duplicates where duplicate_id = @duplicateId for update", new { duplicateId });
    }

    /// <summary>Changes the state and, with it, the list's; nothing to compare is left where that is over.</summary>
    internal static async Task<DuplicateView?> MoveAsync(Work work, Guid duplicateId, string state, string more, CancellationToken ct)
    {
        var over = state is "same" or "different" ? ", one_sealed = null, other_sealed = null" : "";
        work.Update($"update duplicates set state = @state, version = version + 1{over}{more} where duplicate_id = @duplicateId", new { duplicateId, state });
        work.Execute("select access.moved(@duplicateId, @state)", new { duplicateId, state });
        return await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { duplicateId }), work, ct);
    }
}
