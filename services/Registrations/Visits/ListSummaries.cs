using Platform.Access;

namespace Platform.Registrations.Visits;

/// <summary>What was shared of visits inside the caller's agency, the newest first: for all teams of it, who do not see the visits.</summary>
public static class ListSummaries
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/summaries", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<SummaryView>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<SummaryView.Row>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.VisitId));
        await work.CommitAsync();
        var keyOf = await keys.GetAsync([.. rows.Select(row => row.VisitId)], ct);
        return Results.Ok(page.Of(rows, row => SummaryView.Of(row, keyOf[row.VisitId]), row => (row.SharedAt, row.VisitId)));
    }

    private const string Select = """
        select visit_id, site_type, area_code, visited_on, shared_by, shared_at, sealed from visit_summaries
         where agency_id = access.agency() and (shared_at, visit_id) < (@before, @beforeRecord)
         order by shared_at desc, visit_id desc limit @limit
        """;
}
