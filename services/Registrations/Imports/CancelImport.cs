using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>Who started an import, or a supervisor of their team, calls it off before anything of it is imported. Nothing of it stays.</summary>
public static class CancelImport
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/imports/{importId:guid}/cancellation", HandleAsync).RequireAuthorization(Policies.SeeImports).Audited(DataClass.Organisational).Idempotent(ImportView.RebuildAsync)
            .Produces<ImportView>();

    private static async Task<IResult> HandleAsync(Guid importId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<ImportView>(ImportView.SelectOne, new { importId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        // not waited for: the transaction that imports holds the row to its end
        if (await work.QuerySingleOrDefaultAsync<int?>(Lock, new { importId }) is null)
        {
            return Refusal.WrongState((await work.QuerySingleOrDefaultAsync<ImportView>(ImportView.SelectOne, new { importId }) ?? found).State);
        }

        work.Answers(StatusCodes.Status200OK, importId);
        work.AuditRecords([importId]);
        work.Update("update imports set state = 'cancelled', ended_at = access.now(), lease = null where import_id = @importId", new { importId });
        return Results.Ok(await work.CommitAsync<ImportView>(ImportView.SelectOne, new { importId }));
    }

    private const string Lock = "select 1 from imports where import_id = @importId and state in ('waiting', 'checking') for update skip locked";
}
