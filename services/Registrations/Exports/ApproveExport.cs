using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>A supervisor or a protection officer of the agency approves an export that somebody else asked for. It takes one of each, two different people.</summary>
public static class ApproveExport
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/exports/{exportId:guid}/approval", HandleAsync).RequireAuthorization(Policies.ApproveExports).Audited(DataClass.Envelope, everyRefusal: true)
            .NeedsFeature(Features.ExportOfFiles).Idempotent(ExportView.RebuildAsync).Produces<ExportView>();

    private static async Task<IResult> HandleAsync(Guid exportId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ExportView.LockAsync(work, exportId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.AskedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody approves their own
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        var needed = (found.SupervisorId is null && work.Caller.Is("supervisor")) || (found.OfficerId is null && work.Caller.Is("protection-officer"));
        if (found.State is not ("asked" or "approved-once") || !needed || work.Caller.Subject == found.SupervisorId || work.Caller.Subject == found.OfficerId)
        {
            return Refusal.WrongState(found.State);
        }

        work.Execute("select export_approve(@exportId)", new { exportId });
        var row = await work.CommitAsync<ExportView.Row>(ExportView.SelectOne, new { exportId });
        return Results.Ok(await ExportView.OpenAsync(row!, keys, ct));
    }
}
