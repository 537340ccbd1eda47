using Platform.Access;

namespace Platform.Registrations.Exports;

/// <summary>The exports that the caller asked for, and for supervisors and protection officers those of their agency; the newest first.</summary>
public static class ListExports
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exports", HandleAsync).RequireAuthorization(Policies.SeeExports).Audited(DataClass.Envelope).Produces<Page<ExportView>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<ExportView.Row>(Newest, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.ExportId));
        await work.CommitAsync();
        var opened = await keys.GetAsync([.. rows.Select(row => row.ExportId)], ct);
        return Results.Ok(page.Of(rows, row => ExportView.Of(row, opened.GetValueOrDefault(row.ExportId)), row => (row.AskedAt, row.ExportId)));
    }

    private const string Newest = $"""
        {ExportView.Select}
         where agency_id = access.agency() and (asked_at, export_id) < (@before, @beforeRecord)
         order by asked_at desc, export_id desc limit @limit
        """;
}
