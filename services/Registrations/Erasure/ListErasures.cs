using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>The erasures that the caller asked for or decides, for auditors those of the agency, with their proofs; the newest first.</summary>
public static class ListErasures
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/erasures", HandleAsync).RequireAuthorization(Policies.SeeErasures).Audited(DataClass.Ledger).Produces<Page<ErasureView>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<ErasureView.Row>(Newest, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.ErasureId));
        var views = await ErasureView.OpenAsync(rows, work, ct);
        await work.CommitAsync();
        return Results.Ok(page.Of(views, view => view, view => (view.AskedAt, view.ErasureId)));
    }

    private const string Newest = $"""
        {ErasureView.Select}
         where agency_id = access.agency() and (asked_at, erasure_id) < (@before, @beforeRecord)
         order by asked_at desc, erasure_id desc limit @limit
        """;
}
