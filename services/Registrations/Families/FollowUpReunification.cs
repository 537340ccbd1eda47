using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Somebody looked how they are after they were brought together; and says when that is done again, where it has to be.</summary>
public static class FollowUpReunification
{
    /// <summary>What was seen.</summary>
    /// <param name="On">The day; never ahead.</param>
    /// <param name="Note">How they are. Sealed.</param>
    /// <param name="NextOn">The last day to look again, where that has to be: within a year.</param>
    public sealed record Request(DateOnly? On, string? Note, DateOnly? NextOn);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(seen => seen.On).NotEmpty().PastDay(today);
            RuleFor(seen => seen.Note).NotEmpty().PlainText(4000);
            RuleFor(seen => seen.NextOn).Must(day => day is null || (day >= today && day <= today.AddDays(365))).WithMessage(_ => Texts.In("Today or within a year.", "اليوم أو خلال سنة.", "Aujourd’hui ou d’ici un an."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/follow-up", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(TracingView.RebuildAsync).Produces<TracingView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid tracingId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
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

        if (found.State != "reunified")
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(Next, new { tracingId, body.Value.NextOn });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, "follow-up", body.Value.On, note: body.Value.Note));
    }

    private const string Next = """
        update tracings set follow_up_on = @nextOn, next_at = (@nextOn + 1)::timestamp at time zone 'utc', version = version + 1 where tracing_id = @tracingId
        """;
}
