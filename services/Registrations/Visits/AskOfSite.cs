using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>Something was asked of the authority of a site that was visited, to be answered by a day.</summary>
public static class AskOfSite
{
    /// <summary>What was asked.</summary>
    /// <param name="What">As a doctor twice a week; nobody is named. Sealed.</param>
    /// <param name="DueOn">The day by which it should be answered.</param>
    public sealed record Request(string? What, DateOnly? DueOn);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(request => request.What).NotEmpty().PlainText(2000);
            RuleFor(request => request.DueOn).NotNull();
            RuleFor(request => request.DueOn).Must(day => day is null || (day >= today && day <= today.AddYears(2)))
                .WithMessage(_ => Texts.In("From today to two years ahead.", "من اليوم إلى سنتين.", "D'aujourd'hui à deux ans."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/requests", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(SiteRequestView.RebuildAsync)
            .Produces<SiteRequestView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid visitId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.State == "closed")
        {
            return Refusal.WrongState(found.State);
        }

        var requestId = Guid.CreateVersion7();
        work.Answers(StatusCodes.Status201Created, requestId);
        work.Update(Insert, new { requestId, visitId, body.Value.DueOn, what = key.Seal(SiteRequestView.AskedName, body.Value.What!) });
        var row = await work.CommitAsync<SiteRequestView.Row>(SiteRequestView.SelectOne, new { requestId });
        return Results.Created($"/api/visits/{visitId}/requests", SiteRequestView.Of(row!, key));
    }

    private const string Insert = """
        insert into site_requests (request_id, visit_id, agency_id, team_id, asked_by, asked_at, due_on, next_at, state, asked)
        select @requestId, v.visit_id, v.agency_id, v.team_id, access.caller(), access.now(), @dueOn, (@dueOn + 1)::timestamp at time zone 'utc', 'open', @what from visits v where v.visit_id = @visitId
        """;
}
