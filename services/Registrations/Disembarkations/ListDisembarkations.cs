using Platform.Access;

namespace Platform.Registrations.Disembarkations;

/// <summary>The disembarkations that the caller keeps or oversees, the last recorded first.</summary>
public static class ListDisembarkations
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(Guid DisembarkationId, DateTimeOffset At, string AreaCode, string? PointCode, string ForceCode, Guid RecordedBy, DateTimeOffset RecordedAt, int Version);

    private sealed record Row(
        Guid DisembarkationId, DateTimeOffset At, string AreaCode, string? PointCode, string ForceCode, Guid RecordedBy, DateTimeOffset RecordedAt, int Version, DateTimeOffset SortAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/disembarkations", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.DisembarkationId));
        await work.CommitAsync();
        return Results.Ok(page.Of(rows, row => new Item(row.DisembarkationId, row.At, row.AreaCode, row.PointCode, row.ForceCode, row.RecordedBy, row.RecordedAt, row.Version), row => (row.SortAt, row.DisembarkationId)));
    }

    private const string Select = $"""
        {Newest.In}'disembarkations'{Newest.Page}
        select d.disembarkation_id, d.at, d.area_code, d.point_code, d.force_code, d.recorded_by, d.recorded_at, d.version, n.sort_at
          from newest n
          join disembarkations d on d.disembarkation_id = n.record
         order by n.sort_at desc, n.record desc
        """;
}
