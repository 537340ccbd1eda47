using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>A mission as those see it who may.</summary>
/// <param name="MissionId">Its id.</param>
/// <param name="State">Code of mission-state.csv.</param>
/// <param name="AgencyId">The agency whose journey it is.</param>
/// <param name="TeamId">The team of who planned it.</param>
/// <param name="RecordedBy">Who planned it.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Clearance">That it is safe to go, as somebody said who may.</param>
/// <param name="Summary">What came of it, once it is done.</param>
/// <param name="CancelledBecause">Why it was called off.</param>
/// <param name="Version">For If-Match.</param>
/// <param name="Details">What is planned.</param>
public sealed record MissionView(
    Guid MissionId, string State, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, MissionView.Cleared? Clearance, string? Summary,
    string? CancelledBecause, int Version, MissionDetails Details)
{
    internal const string SelectOne = """
        select m.mission_id, m.state, m.agency_id, m.team_id, m.recorded_by, m.recorded_at, m.updated_at, m.version, m.sealed from missions m where m.mission_id = @missionId
        """;

    private const string Name = "mission";

    /// <summary>A clearance.</summary>
    /// <param name="By">Who gave it, as an office or a post.</param>
    /// <param name="On">The day.</param>
    /// <param name="Reference">Its reference.</param>
    /// <param name="Note">On which conditions.</param>
    /// <param name="RecordedBy">Who wrote it down.</param>
    /// <param name="RecordedAt">When.</param>
    public sealed record Cleared(string By, DateOnly On, string? Reference, string? Note, Guid RecordedBy, DateTimeOffset RecordedAt);

    internal sealed record Row(Guid MissionId, string State, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, int Version, byte[] Sealed);

    /// <summary>What is sealed of it.</summary>
    internal sealed record Told(MissionDetails Details, Cleared? Clearance = null, string? Summary = null, string? CancelledBecause = null)
    {
        public byte[] Seal(RecordKey key) => key.Seal(Name, this);

        public static Told Open(RecordKey key, byte[] content) => key.Open<Told>(Name, content);
    }

    internal static MissionView Of(Row row, RecordKey key)
    {
        var told = Told.Open(key, row.Sealed);
        return new(row.MissionId, row.State, row.AgencyId, row.TeamId, row.RecordedBy, row.RecordedAt, row.UpdatedAt, told.Clearance, told.Summary, told.CancelledBecause, row.Version, told.Details);
    }

    internal static async Task<MissionView?> OpenAsync(Row? row, KeyStore keys, CancellationToken ct) =>
        row is not null && await keys.GetAsync(row.MissionId, ct) is { } key ? Of(row, key) : null;

    internal static async Task<object?> RebuildAsync(Work work, Guid missionId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { missionId }), work.Service<KeyStore>(), CancellationToken.None);

    /// <summary>Why one could not be locked for a change: the caller reads it and no more (403), or it is not there for them (404).</summary>
    internal static async Task<Refusal> NotToChangeAsync(Work work, Guid missionId) =>
        await work.QuerySingleOrDefaultAsync<bool>("select exists (select 1 from missions where mission_id = @missionId)", new { missionId }) ? Refusal.Forbidden : Refusal.NotFound;

    /// <summary>A mission as a move finds it.</summary>
    internal sealed record Found(string State, bool IsCleared, int Version, byte[] Sealed)
    {
        /// <summary>Locked until the change has committed. Null where the caller may not change it.</summary>
        public static Task<Found?> LockAsync(Work work, Guid missionId) => work.QuerySingleOrDefaultAsync<Found>(Lock, new { missionId });

        private const string Lock = "select state, cleared_at is not null as is_cleared, version, sealed from missions where mission_id = @missionId for update";
    }

    /// <summary>It goes on to another state, or stays in it with more told; commits, and shows it as it is then.</summary>
    internal static async Task<IResult> MoveAsync(Work work, Guid missionId, string state, Told told, RecordKey key, string set = "")
    {
        work.Update($"update missions set state = @state, sealed = @content, version = version + 1, updated_at = access.now(){set} where mission_id = @missionId", new { missionId, state, content = told.Seal(key) });
        work.Execute("select access.moved(@missionId, @state)", new { missionId, state });
        return Results.Ok(Of((await work.CommitAsync<Row>(SelectOne, new { missionId }))!, key));
    }
}
