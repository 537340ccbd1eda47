using Platform.Access;

namespace Platform.Registrations.Imports;

/// <summary>The imports that the caller started, and for supervisors those of their teams; the newest first.</summary>
public static class ListImports
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/imports", HandleAsync).RequireAuthorization(Policies.SeeImports).Audited(DataClass.Organisational).Produces<Page<ImportView>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<ImportView>(Newest, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.ImportId));
        await work.CommitAsync();
        return Results.Ok(page.Of(rows, row => row, row => (row.StartedAt, row.ImportId)));
    }

    private const string Newest = $"""
        {ImportView.Select}
         where agency_id = access.agency() and (started_at, import_id) < (@before, @beforeRecord)
         order by started_at desc, import_id desc limit @limit
        """;
}
