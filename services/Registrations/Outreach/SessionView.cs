using System.Text.Json;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Visits;

namespace Platform.Registrations.Outreach;

/// <summary>A session as those see it who may.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="AgencyId">The agency that recorded it.</param>
/// <param name="TeamId">The team of who recorded it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="UpdatedAt">When it was last put right.</param>
/// <param name="Version">For If-Match.</param>
/// <param name="Details">What is told of it.</param>
public sealed record SessionView(
    Guid SessionId, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, int Version, OutreachDetails Details)
{
    private const string DetailsName = "outreach";

    internal const string Columns = "s.session_id, s.agency_id, s.team_id, s.recorded_by, s.recorded_at, s.updated_at, s.version, s.counts::text as counts, s.sealed";

    internal const string SelectOne = $"select {Columns} from outreach_sessions s where s.session_id = @sessionId";

    internal sealed record Row(
        Guid SessionId, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, int Version, string Counts, byte[] Sealed);

    internal static SessionView Of(Row row, RecordKey key) => new(
        row.SessionId, row.AgencyId, row.TeamId, row.RecordedBy, row.RecordedAt, row.UpdatedAt, row.Version,
        key.Open<OutreachDetails>(DetailsName, row.Sealed) with { Counts = JsonSerializer.Deserialize<List<Headcount.Cell>>(row.Counts, PlatformHost.Json) is { Count: > 0 } cells ? cells : null });

    internal static async Task<SessionView?> OpenAsync(Row? row, KeyStore keys, CancellationToken ct) =>
        row is not null && await keys.GetAsync(row.SessionId, ct) is { } key ? Of(row, key) : null;

    internal static async Task<object?> RebuildAsync(Work work, Guid sessionId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { sessionId }), work.Service<KeyStore>(), CancellationToken.None);

    /// <summary>What is written of it: the numbers apart from what is sealed.</summary>
    internal static object Written(Guid sessionId, Guid? team, RecordKey key, OutreachDetails session) => new
    {
        sessionId,
        team,
        session.HeldOn,
        session.AreaCode,
        session.Method,
        session.Topic,
        session.MissionId,
        session.Reached,
        counts = JsonSerializer.Serialize(session.Counts ?? [], PlatformHost.Json),
        details = key.Seal(DetailsName, session with { Counts = null }),
    };

    /// <summary>Why one could not be locked for a change: the caller reads it and no more (403), or it is not there for them (404).</summary>
    internal static async Task<Refusal> NotToChangeAsync(Work work, Guid sessionId) =>
        await work.QuerySingleOrDefaultAsync<bool>("select exists (select 1 from outreach_sessions where session_id = @sessionId)", new { sessionId }) ? Refusal.Forbidden : Refusal.NotFound;
}
