using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>The visits that the caller keeps or oversees, the newest first; of one state where that is asked.</summary>
public static class ListVisits
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(
        Guid VisitId, string State, string Site, string SiteType, string AreaCode, DateOnly? PlannedFor, DateTimeOffset? VisitedAt, string? Access, DateOnly? FollowUpOn, bool HasAnnex,
        Guid RecordedBy, DateTimeOffset RecordedAt, int Version);

    private sealed record Row(
        Guid VisitId, string State, string SiteType, string AreaCode, DateOnly? PlannedFor, DateTimeOffset? VisitedAt, string? Access, DateOnly? FollowUpOn, bool Annexed,
        Guid RecordedBy, DateTimeOffset RecordedAt, int Version, byte[] Sealed, DateTimeOffset SortAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(string? state, PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (state is not null && !CodeList.VisitStates.Contains(state))
        {
            return Refusal.Field("$.state", Texts.In("Not a state of a visit.", "ليست حالة زيارة.", "N'est pas un état de visite."));
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(state is null ? Select : SelectByState, new { state, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.VisitId));
        await work.CommitAsync();
        var keyOf = await keys.GetAsync([.. rows.Select(row => row.VisitId)], ct);
        return Results.Ok(page.Of(rows, row => Of(row, keyOf[row.VisitId]), row => (row.SortAt, row.VisitId)));
    }

    private static Item Of(Row row, RecordKey key) => new(
        row.VisitId, row.State, key.Open<VisitDetails>(VisitView.DetailsName, row.Sealed).Site!, row.SiteType, row.AreaCode, row.PlannedFor, row.VisitedAt, row.Access, row.FollowUpOn, row.Annexed,
        row.RecordedBy, row.RecordedAt, row.Version);

    private const string Select = $"{Newest.In}'visits'{Newest.Page}{Rows}";

    private const string SelectByState = $"{Newest.In}'visits' and state = @state{Newest.Page}{Rows}";

    private const string Rows = """
        select v.visit_id, v.state, v.site_type, v.area_code, v.planned_for, v.visited_at, v.access, v.follow_up_on, v.annexed, v.recorded_by, v.recorded_at, v.version, v.sealed, n.sort_at
          from newest n
          join visits v on v.visit_id = n.record
         order by n.sort_at desc, n.record desc
        """;
}
