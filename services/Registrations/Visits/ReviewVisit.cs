using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>A supervisor who did not visit reads the report and confirms it, or it is written again.</summary>
public static class ReviewVisit
{
    /// <summary>The decision.</summary>
    /// <param name="Confirmed">Whether the report stands; where not, it is open for changes.</param>
    public sealed record Request(bool? Confirmed);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(decision => decision.Confirmed).NotNull();
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/review", HandleAsync).RequireAuthorization(Policies.ReviewVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync)
            .Produces<VisitView>();

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (found.WasVisitedBy(work.Caller.Subject))
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "report-draft")
        {
            return Refusal.WrongState(found.State);
        }

        if (body.Value.Confirmed is true)
        {
            VisitView.Move(work, visitId, "reviewed", ", reviewed_by = access.caller(), reviewed_at = access.now()");
        }
        else
        {
            VisitView.Move(work, visitId, "done");
        }

        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        return Results.Ok(VisitView.Of(row!, key));
    }
}
