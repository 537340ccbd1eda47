using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Closes a search, from whatever state and with the reason. What was written down stays.</summary>
public static class EndTracing
{
    /// <summary>The end.</summary>
    /// <param name="Reason">Why, in words. Sealed.</param>
    public sealed record Request(string? Reason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(end => end.Reason).NotEmpty().PlainText(500);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/end", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(TracingView.RebuildAsync).Produces<TracingView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid tracingId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundTracing.LockAsync(work, personId, tracingId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundTracing.NotToChangeAsync(work, personId, tracingId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.State == "closed")
        {
            return Refusal.WrongState(found.State);
        }

        work.Update("update tracings set state = 'closed', follow_up_on = null, next_at = null, version = version + 1 where tracing_id = @tracingId", new { tracingId });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, "end", DateOnly.FromDateTime(work.Now.UtcDateTime), note: body.Value.Reason));
    }
}
