using Platform.Access;

namespace Platform.Registrations.EmergencyAccess;

/// <summary>The files that were opened in an emergency, the newest first: one's own, those one keeps, and for a protection officer the agency's.</summary>
public static class ListEmergencyAccess
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/emergency-access", HandleAsync).RequireAuthorization(Policies.SeeBrokenGlass).Audited(DataClass.Envelope).Produces<Page<EmergencyAccessView>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<EmergencyAccessView.Row>(Newest, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Select(row => row.AccessId));
        await work.CommitAsync();
        var opened = await keys.GetAsync([.. rows.Select(row => row.File).Distinct()], ct);
        return Results.Ok(page.Of(rows, row => EmergencyAccessView.Of(row, opened.GetValueOrDefault(row.File)), row => (row.OpenedAt, row.AccessId)));
    }

    private const string Newest = $"""
        {EmergencyAccessView.Select}
         where e.agency_id = access.agency() and (e.opened_at, e.access_id) < (@before, @beforeRecord)
         order by e.opened_at desc, e.access_id desc limit @limit
        """;
}
