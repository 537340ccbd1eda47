using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>The family is together again: verified from both sides, and for a child only by an approved decision on their best interests. Soon somebody looks how they are.</summary>
public static class RecordReunification
{
    /// <summary>What happened.</summary>
    /// <param name="On">The day; never ahead.</param>
    /// <param name="Note">How it was. Sealed.</param>
    public sealed record Request(DateOnly? On, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(together => together.On).NotEmpty().PastDay(today);
            RuleFor(together => together.Note).PlainText(4000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/reunification", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(TracingView.RebuildAsync).Produces<TracingView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid tracingId, Body<Request> body, ScopedDatabase database, KeyStore keys, IConfiguration configuration, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundTracing.LockAsync(work, personId, tracingId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundTracing.NotToChangeAsync(work, personId, tracingId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "verified")
        {
            return Refusal.WrongState(found.State);
        }

        if (found.InterestsOkBy is null && key.Open<Identity>(Identity.Package, found.Identity).MayBeChildOn(DateOnly.FromDateTime(work.Now.UtcDateTime)))
        {
            return new Refusal(409, "best-interests-missing", Texts.In(
                "A child is brought together with somebody only by an approved decision on their best interests.",
                "لا يُجمع طفل بأحد إلا بقرار معتمد بشأن مصلحته الفضلى.",
                "Un enfant n’est réuni avec quelqu’un que par une décision approuvée sur son intérêt supérieur."));
        }

        work.Update(Together, new { tracingId, followUpOn = body.Value.On!.Value.AddDays(FollowUpDays(configuration)) });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, "reunification", body.Value.On, note: body.Value.Note));
    }

    /// <summary>After how many days somebody looks how they are: <c>Registrations:TracingFollowUpDays</c>, 7 without it, a programme default.</summary>
    private static int FollowUpDays(IConfiguration configuration) => Math.Clamp(configuration.GetValue("Registrations:TracingFollowUpDays", 7), 1, 90);

    private const string Together = """
        update tracings set state = 'reunified', follow_up_on = @followUpOn, next_at = (@followUpOn + 1)::timestamp at time zone 'utc', version = version + 1 where tracing_id = @tracingId
        """;
}
