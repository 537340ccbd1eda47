using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>The visit was made: when, and how far the visitors were let in. One may go where nobody was asked, and be turned away where it was refused.</summary>
public static class CompleteVisit
{
    /// <summary>How it went.</summary>
    /// <param name="VisitedAt">When it was; never ahead.</param>
    /// <param name="Access">Code of site-access.csv.</param>
    /// <param name="AccessReason">Why it was not full.</param>
    public sealed record Request(DateTimeOffset? VisitedAt, string? Access, string? AccessReason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateTimeOffset now)
        {
            RuleFor(visit => visit.VisitedAt).NotNull().Before(now);
            RuleFor(visit => visit.Access).NotEmpty().CodeOf(CodeList.SiteAccess.Contains);
            RuleFor(visit => visit.AccessReason).PlainText(2000);
            RuleFor(visit => visit.AccessReason).NotEmpty().When(visit => visit.Access is not (null or "full"));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/completion", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync)
            .Produces<VisitView>();

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (body.Refuses(new Rules(work.Now)) is { } refusal)
        {
            return refusal;
        }

        if (found.State is not ("planned" or "access-requested" or "granted" or "refused"))
        {
            return Refusal.WrongState(found.State);
        }

        var (visit, visitedAt) = (body.Value, body.Value.VisitedAt!.Value.ToUniversalTime());
        var details = VisitView.Seal(key, VisitView.Open(key, found.Sealed, found.Counts) with { VisitedAt = visitedAt, Access = visit.Access, AccessReason = visit.AccessReason });
        VisitView.Move(work, visitId, "done", ", visited_at = @visitedAt, access = @access, sealed = @details", new { visitId, visitedAt, visit.Access, details });
        VisitView.Announce(work, visitId, found.Version + 1, found.AreaCode, visitedAt);
        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        return Results.Ok(VisitView.Of(row!, key));
    }
}
