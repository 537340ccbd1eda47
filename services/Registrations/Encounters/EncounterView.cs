using Platform.Access;

namespace Platform.Registrations.Encounters;

/// <summary>An encounter with somebody on file.</summary>
/// <param name="EncounterId">Its id.</param>
/// <param name="Details">What is told of it.</param>
/// <param name="FollowsUp">The earlier one that it followed up.</param>
/// <param name="FollowedUp">A later one followed it up.</param>
/// <param name="RecordedBy">Who wrote it down, or corrected it last.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="Former">What was written before it was corrected, the newest first.</param>
/// <param name="Version">For If-Match.</param>
public sealed record EncounterView(
    Guid EncounterId, EncounterDetails Details, Guid? FollowsUp, bool FollowedUp, Guid RecordedBy, DateTimeOffset RecordedAt, IReadOnlyList<EncounterView.Writing> Former, int Version)
{
    /// <summary>How many rows a list is of at most, corrections included.</summary>
    internal const int Most = 500;

    /// <summary>What somebody had written.</summary>
    public sealed record Writing(EncounterDetails Details, Guid RecordedBy, DateTimeOffset RecordedAt);

    private const string Select = """
        select e.encounter_id, e.version, e.person_id, e.follows_up, exists (select 1 from person_encounters n where n.follows_up = e.encounter_id) as followed_up, e.sealed, e.recorded_by, e.recorded_at
          from person_encounters e
        """;

    internal const string SelectAll = $"{Select} where e.person_id = @personId order by e.encounter_id desc, e.version desc limit 501";

    internal const string SelectOne = $"{Select} where e.encounter_id = @encounterId order by e.version desc";

    internal const string Insert = """
        insert into person_encounters (encounter_id, version, person_id, follows_up, follow_up_on, sealed, recorded_by, recorded_at)
        values (@encounterId, @version, @personId, @followsUp, @followUpOn, @sealed, access.caller(), access.now())
        """;

    internal sealed record Row(Guid EncounterId, int Version, Guid PersonId, Guid? FollowsUp, bool FollowedUp, byte[] Sealed, Guid RecordedBy, DateTimeOffset RecordedAt);

    /// <summary>Each encounter once, as it was written last.</summary>
    internal static IReadOnlyList<EncounterView> Of(IEnumerable<Row> rows, RecordKey key) => [.. rows.GroupBy(row => row.EncounterId).Select(written => Of([.. written], key))];

    internal static async Task<object?> RebuildAsync(Work work, Guid encounterId) =>
        await work.CommitRowsAsync<Row>(SelectOne, new { encounterId }) is [var row, ..] rows && await work.Service<KeyStore>().GetAsync(row.PersonId, CancellationToken.None) is { } key
            ? Of(rows, key) : null;

    internal static EncounterView Of(IReadOnlyList<Row> rows, RecordKey key)
    {
        var (now, writings) = (rows[0], rows.Select(row => new Writing(key.Open<EncounterDetails>(EncounterDetails.Name, row.Sealed), row.RecordedBy, row.RecordedAt)).ToList());
        return new(now.EncounterId, writings[0].Details, now.FollowsUp, now.FollowedUp, now.RecordedBy, now.RecordedAt, writings[1..], now.Version);
    }
}
