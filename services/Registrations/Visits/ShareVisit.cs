using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What the agency may know of a visit that was reviewed: a summary in words of its own, which names nobody. The visit itself, and its annex, stay with those who keep them.</summary>
public static class ShareVisit
{
    /// <summary>The summary.</summary>
    /// <param name="Summary">What was found. Nobody is named, nor said to have spoken. Sealed.</param>
    /// <param name="Recommendations">What should follow. Sealed.</param>
    public sealed record Request(string? Summary, string? Recommendations);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(shared => shared.Summary).NotEmpty().PlainText(4000);
            RuleFor(shared => shared.Recommendations).PlainText(4000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/sharing", HandleAsync).RequireAuthorization(Policies.ReviewVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync)
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

        if (found.State != "reviewed")
        {
            return Refusal.WrongState(found.State);
        }

        VisitView.Move(work, visitId, "shared-internal");
        work.Execute(Insert, new { visitId, words = key.Seal(SummaryView.WordsName, new SummaryView.Words(body.Value.Summary!, body.Value.Recommendations)) });
        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        return Results.Ok(VisitView.Of(row!, key));
    }

    private const string Insert = """
        insert into visit_summaries (visit_id, agency_id, site_type, area_code, visited_on, shared_by, shared_at, sealed)
        select v.visit_id, v.agency_id, v.site_type, v.area_code, (v.visited_at at time zone 'utc')::date, access.caller(), access.now(), @words from visits v where v.visit_id = @visitId
        """;
}
