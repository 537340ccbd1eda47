using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>How far an import is and how it ended, for who started it and the supervisors of their team.</summary>
public static class GetImport
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/imports/{importId:guid}", HandleAsync).RequireAuthorization(Policies.SeeImports).Audited(DataClass.Organisational).Produces<ImportView>();

    private static async Task<IResult> HandleAsync(Guid importId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<ImportView>(ImportView.SelectOne, new { importId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords([importId]);
        await work.CommitAsync();
        return Results.Ok(found);
    }
}
