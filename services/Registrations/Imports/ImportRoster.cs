using Microsoft.AspNetCore.Mvc;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Visits;

namespace Platform.Registrations.Imports;

/// <summary>Adds as many to the roster of a visit as a table has rows, each by a number and without a name: all of them, or none.</summary>
public static class ImportRoster
{
    /// <summary>As the audit names it, also for what is done after the answer.</summary>
    internal const string Action = "POST /visits/{visitId:guid}/roster/imports";

    /// <summary>Maps the route. The file is the body.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/roster/imports", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Organisational).Idempotent(StartedImport.RebuildAsync)
            .WithMetadata(new RequestSizeLimitAttribute(NewImport.Largest)).Produces<StartedImport>(StatusCodes.Status202Accepted);

    private static async Task<IResult> HandleAsync(Guid visitId, string? dryRun, Upload upload, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (NewImport.Refuses(dryRun, upload) is { } refusal)
        {
            return refusal;
        }

        return found.State == "closed" ? Refusal.WrongState(found.State) : await NewImport.StartAsync(work, "roster", visitId, dryRun, upload.Bytes, keys, ct);
    }
}
