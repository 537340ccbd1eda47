using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>One export, for who asked for it and who may approve it.</summary>
public static class GetExport
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exports/{exportId:guid}", HandleAsync).RequireAuthorization(Policies.SeeExports).Audited(DataClass.Envelope).Produces<ExportView>();

    private static async Task<IResult> HandleAsync(Guid exportId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<ExportView.Row>(ExportView.SelectOne, new { exportId }) is not { } row)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords([exportId]);
        await work.CommitAsync();
        return Results.Ok(await ExportView.OpenAsync(row, keys, ct));
    }
}
