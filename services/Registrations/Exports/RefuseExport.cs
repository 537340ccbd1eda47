using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>A supervisor or a protection officer of the agency refuses an export that somebody else asked for, also one that was approved: what is being downloaded breaks off.</summary>
public static class RefuseExport
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/exports/{exportId:guid}/refusal", HandleAsync).RequireAuthorization(Policies.ApproveExports).Audited(DataClass.Envelope, everyRefusal: true)
            .Idempotent(ExportView.RebuildAsync).Produces<ExportView>();

    private static async Task<IResult> HandleAsync(Guid exportId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ExportView.LockAsync(work, exportId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.AskedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // who asked ends it
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State is "refused" or "ended")
        {
            return Refusal.WrongState(found.State);
        }

        work.Execute("select export_refuse(@exportId)", new { exportId });
        var row = await work.CommitAsync<ExportView.Row>(ExportView.SelectOne, new { exportId });
        return Results.Ok(await ExportView.OpenAsync(row!, keys, ct));
    }
}
