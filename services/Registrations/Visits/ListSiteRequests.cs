using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What was asked at a visit and what came of it, the newest first, for who sees the visit.</summary>
public static class ListSiteRequests
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/{visitId:guid}/requests", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<SiteRequestView>>();

    private static async Task<IResult> HandleAsync(Guid visitId, PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Guid?>("select visit_id from visits where visit_id = @visitId", new { visitId }) is null || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        var rows = await work.CommitRowsAsync<SiteRequestView.Row>(Select, new { visitId, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        return Results.Ok(page.Of(rows, row => SiteRequestView.Of(row, key), row => (row.AskedAt, row.RequestId)));
    }

    private const string Select = $"""
        select {SiteRequestView.Columns} from site_requests r
         where r.visit_id = @visitId and (r.asked_at, r.request_id) < (@before, @beforeRecord)
         order by r.asked_at desc, r.request_id desc limit @limit
        """;
}
