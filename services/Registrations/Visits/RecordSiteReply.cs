using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>The authority of a site replied to what was asked at a visit.</summary>
public static class RecordSiteReply
{
    /// <summary>The reply.</summary>
    /// <param name="Outcome">met, partly-met or refused.</param>
    /// <param name="RepliedOn">The day of it; never ahead.</param>
    /// <param name="Reply">What was said. Sealed.</param>
    public sealed record Request(string? Outcome, DateOnly? RepliedOn, string? Reply);

    private sealed record Found(string State);

    private sealed class Rules : AbstractValidator<Request>
    {
        private static readonly DateOnly Earliest = new(2000, 1, 1);

        public Rules(DateOnly today)
        {
            RuleFor(reply => reply.Outcome).NotEmpty().CodeOf(outcome => outcome is "met" or "partly-met" or "refused");
            RuleFor(reply => reply.RepliedOn).NotNull();
            RuleFor(reply => reply.RepliedOn).Must(day => day is null || (day >= Earliest && day <= today)).WithMessage(_ => Texts.In(
                "This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible."));
            RuleFor(reply => reply.Reply).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits/{visitId:guid}/requests/{requestId:guid}/reply", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(SiteRequestView.RebuildAsync)
            .Produces<SiteRequestView>();

    private static async Task<IResult> HandleAsync(Guid visitId, Guid requestId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Found>(Lock, new { visitId, requestId }) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await work.QuerySingleOrDefaultAsync<bool>(IsSeen, new { visitId, requestId }) ? Refusal.Forbidden : Refusal.NotFound;
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "open")
        {
            return Refusal.WrongState(found.State);
        }

        var reply = body.Value;
        work.Answers(StatusCodes.Status200OK, requestId);
        work.Update(Answer, new { requestId, reply.Outcome, reply.RepliedOn, text = reply.Reply is { Length: > 0 } text ? key.Seal(SiteRequestView.ReplyName, text) : null });
        var row = await work.CommitAsync<SiteRequestView.Row>(SiteRequestView.SelectOne, new { requestId });
        return Results.Ok(SiteRequestView.Of(row!, key));
    }

    private const string Lock = "select state from site_requests where visit_id = @visitId and request_id = @requestId for update";

    private const string IsSeen = "select exists (select 1 from site_requests where visit_id = @visitId and request_id = @requestId)";

    private const string Answer = """
        update site_requests set state = 'answered', outcome = @outcome, replied_on = @repliedOn, reply = @text, next_at = null, version = version + 1 where request_id = @requestId
        """;
}
