using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>Who asked for an export ends it before its time. Repeating it changes nothing.</summary>
public static class EndExport
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/exports/{exportId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Envelope).Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid exportId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ExportView.LockAsync(work, exportId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.AskedBy != work.Caller.Subject)
        {
            return Refusal.Forbidden;   // who may approve it refuses it
        }

        work.Execute("select export_end(@exportId)", new { exportId });
        await work.CommitAsync();
        return Results.NoContent();
    }
}
