using Platform.Access;

namespace Platform.Registrations.Outreach;

/// <summary>The outreach sessions that the caller keeps or oversees, the last recorded first.</summary>
public static class ListSessions
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(Guid SessionId, DateOnly HeldOn, string AreaCode, string Method, string Topic, Guid RecordedBy, DateTimeOffset RecordedAt, int Version);

    private sealed record Row(
        Guid SessionId, DateOnly HeldOn, string AreaCode, string Method, string Topic, Guid RecordedBy, DateTimeOffset RecordedAt, int Version, DateTimeOffset SortAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/outreach-sessions", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.SessionId));
        await work.CommitAsync();
        return Results.Ok(page.Of(rows, row => new Item(row.SessionId, row.HeldOn, row.AreaCode, row.Method, row.Topic, row.RecordedBy, row.RecordedAt, row.Version), row => (row.SortAt, row.SessionId)));
    }

    private const string Select = $"""
        {Newest.In}'outreach-sessions'{Newest.Page}
        select s.session_id, s.held_on, s.area_code, s.method, s.topic, s.recorded_by, s.recorded_at, s.version, n.sort_at
          from newest n
          join outreach_sessions s on s.session_id = n.record
         order by n.sort_at desc, n.record desc
        """;
}
