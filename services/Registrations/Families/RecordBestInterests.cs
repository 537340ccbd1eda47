using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Writes down that it was decided that to be brought together is best for the child: by whom, when, and where that stands. It counts once somebody else has approved it.</summary>
public static class RecordBestInterests
{
    /// <summary>The decision.</summary>
    /// <param name="DecidedOn">The day; never ahead.</param>
    /// <param name="Panel">Who decided, in words. Sealed.</param>
    /// <param name="Reference">Where it stands. Sealed.</param>
    public sealed record Request(DateOnly? DecidedOn, string? Panel, string? Reference);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(decision => decision.DecidedOn).NotEmpty().PastDay(today);
            RuleFor(decision => decision.Panel).NotEmpty().PlainText(500);
            RuleFor(decision => decision.Reference).NotEmpty().PlainText(200);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/best-interests", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
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

        if (!found.IsOpen)
        {
            return Refusal.WrongState(found.State);
        }

        work.Update("update tracings set interests_by = access.caller(), interests_ok_by = null, version = version + 1 where tracing_id = @tracingId", new { tracingId });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, "best-interests", body.Value.DecidedOn, note: body.Value.Panel, reference: body.Value.Reference));
    }
}
