using System.Text.Json;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Disembarkations;

/// <summary>A disembarkation as those see it who may.</summary>
/// <param name="DisembarkationId">Its id.</param>
/// <param name="AgencyId">The agency that recorded it.</param>
/// <param name="TeamId">The team of who recorded it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="UpdatedAt">When it was last put right.</param>
/// <param name="Version">For If-Match.</param>
/// <param name="Details">What is told of it.</param>
public sealed record DisembarkationView(
    Guid DisembarkationId, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, int Version, DisembarkationDetails Details)
{
    private const string DetailsName = "disembarkation";

    internal const string Columns = "d.disembarkation_id, d.agency_id, d.team_id, d.recorded_by, d.recorded_at, d.updated_at, d.version, d.counts::text as counts, d.sealed";

    internal const string SelectOne = $"select {Columns} from disembarkations d where d.disembarkation_id = @disembarkationId";

    internal sealed record Row(
        Guid DisembarkationId, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, int Version, string Counts, byte[] Sealed);

    internal static DisembarkationView Of(Row row, RecordKey key) => new(
        row.DisembarkationId, row.AgencyId, row.TeamId, row.RecordedBy, row.RecordedAt, row.UpdatedAt, row.Version,
        key.Open<DisembarkationDetails>(DetailsName, row.Sealed) with { Counts = JsonSerializer.Deserialize<List<DisembarkationDetails.Cell>>(row.Counts, PlatformHost.Json) is { Count: > 0 } cells ? cells : null });

    internal static async Task<DisembarkationView?> OpenAsync(Row? row, KeyStore keys, CancellationToken ct) =>
        row is not null && await keys.GetAsync(row.DisembarkationId, ct) is { } key ? Of(row, key) : null;

    internal static async Task<object?> RebuildAsync(Work work, Guid disembarkationId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { disembarkationId }), work.Service<KeyStore>(), CancellationToken.None);

    /// <summary>What is written of it: the numbers apart from what is sealed.</summary>
    internal static object Written(Guid disembarkationId, Guid? team, RecordKey key, DisembarkationDetails landing) => new
    {
        disembarkationId,
        team,
        at = landing.At!.Value.ToUniversalTime(),
        landing.AreaCode,
        landing.PointCode,
        landing.ForceCode,
        landing.Persons,
        counts = JsonSerializer.Serialize(landing.Counts ?? [], PlatformHost.Json),
        details = key.Seal(DetailsName, landing with { Counts = null }),
    };

    /// <summary>That there was one, where and when; no number.</summary>
    internal static void Announce(Work work, Guid disembarkationId, int version, DisembarkationDetails landing) => work.Publish(new DisembarkationRecorded
    {
        SubjectId = disembarkationId,
        SubjectVersion = version,
        OccurredAt = work.Now,
        AgencyId = work.Caller.Agency,
        AreaCode = landing.AreaCode!,
        DisembarkedAt = landing.At!.Value.ToUniversalTime(),
    });

    /// <summary>Why one could not be locked for a change: the caller reads it and no more (403), or it is not there for them (404).</summary>
    internal static async Task<Refusal> NotToChangeAsync(Work work, Guid disembarkationId) =>
        await work.QuerySingleOrDefaultAsync<bool>("select exists (select 1 from disembarkations where disembarkation_id = @disembarkationId)", new { disembarkationId }) ? Refusal.Forbidden : Refusal.NotFound;
}
