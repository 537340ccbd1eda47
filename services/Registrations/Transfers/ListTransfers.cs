using Platform.Access;

namespace Platform.Registrations.Transfers;

/// <summary>The transfers that the caller offered or decides, the newest first, without their notes.</summary>
public static class ListTransfers
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/transfers", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Envelope).Produces<Page<TransferView>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<TransferView.Row>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.TransferId));
        await work.CommitAsync();
        return Results.Ok(page.Of(rows, row => TransferView.Of(row, null), row => (row.OfferedAt, row.TransferId)));
    }

    private const string Select = $"""
        {Newest.In}'transfers'{Newest.Page}
        {TransferView.Select}
          join newest w on w.record = t.transfer_id
         order by w.sort_at desc, w.record desc
        """;
}
