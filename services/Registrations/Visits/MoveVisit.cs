using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>The steps of a visit that need no word: access is asked for, the report is drafted, all of it is closed.</summary>
public static class MoveVisit
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/visits/{visitId:guid}/access-request", (Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct) => MoveAsync(visitId, body, "access-requested", ["planned"], database, keys, ct))
            .RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync).Produces<VisitView>();
        routes.MapPost("/visits/{visitId:guid}/report", (Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct) => MoveAsync(visitId, body, "report-draft", ["done"], database, keys, ct))
            .RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync).Produces<VisitView>();
        routes.MapPost("/visits/{visitId:guid}/closure", (Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct) => MoveAsync(visitId, body, "closed", ["refused", "reviewed", "shared-internal", "advocacy-used"], database, keys, ct))
            .RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync).Produces<VisitView>();
    }

    private static async Task<IResult> MoveAsync(Guid visitId, Body<Request> body, string to, string[] from, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (!from.Contains(found.State))
        {
            return Refusal.WrongState(found.State);
        }

        VisitView.Move(work, visitId, to, to == "closed" ? ", next_at = null" : "");
        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        return Results.Ok(VisitView.Of(row!, key));
    }
}
