using Microsoft.AspNetCore.Mvc;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>Registers as many people as a table has rows, each of whom has agreed: all of them, or none.</summary>
public static class ImportPeople
{
    /// <summary>As the audit names it, also for what is done after the answer.</summary>
    internal const string Action = "POST /imports";

    /// <summary>Maps the route. That an import was started names nobody; each of the people is entered when they are registered. The file is the body; whether it is a table is seen by its content.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/imports", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Organisational).Idempotent(StartedImport.RebuildAsync)
            .WithMetadata(new RequestSizeLimitAttribute(NewImport.Largest)).Produces<StartedImport>(StatusCodes.Status202Accepted);

    private static async Task<IResult> HandleAsync(string? dryRun, Upload upload, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (NewImport.Refuses(dryRun, upload) is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        return await NewImport.StartAsync(work, "people", null, dryRun, upload.Bytes, keys, ct);
    }
}
