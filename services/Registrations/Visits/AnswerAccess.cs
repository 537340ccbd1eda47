using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What the authority answered to the request for access.</summary>
public static class AnswerAccess
{
    /// <summary>The answer.</summary>
    /// <param name="Granted">Whether the visitors may come.</param>
    /// <param name="Reason">Why not, as it was said.</param>
    public sealed record Request(bool? Granted, string? Reason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(answer => answer.Granted).NotNull();
            RuleFor(answer => answer.Reason).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/access-answer", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync)
            .Produces<VisitView>();

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "access-requested")
        {
            return Refusal.WrongState(found.State);
        }

        var visit = VisitView.Open(key, found.Sealed, found.Counts);
        var details = VisitView.Seal(key, body.Value.Reason is { Length: > 0 } reason ? visit with { AccessReason = reason } : visit);
        VisitView.Move(work, visitId, body.Value.Granted is true ? "granted" : "refused", ", sealed = @details", new { visitId, details });
        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        return Results.Ok(VisitView.Of(row!, key));
    }
}
