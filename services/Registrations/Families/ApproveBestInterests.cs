using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Somebody other than who wrote it down approves that a decision on the child's best interests lets them be brought together.</summary>
public static class ApproveBestInterests
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/tracing/{tracingId:guid}/best-interests/approval", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(TracingView.RebuildAsync).Produces<TracingView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid tracingId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundTracing.LockAsync(work, personId, tracingId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundTracing.NotToChangeAsync(work, personId, tracingId);
        }

        if (found.InterestsBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (!found.IsOpen)
        {
            return Refusal.WrongState(found.State);
        }

        if (found.InterestsBy is null || found.InterestsOkBy is not null)
        {
            return Refusal.WrongState(found.InterestsBy is null ? "no-decision" : "approved");
        }

        work.Update("update tracings set interests_ok_by = access.caller(), version = version + 1 where tracing_id = @tracingId", new { tracingId });
        return await found.CommitAsync(work, key, FoundTracing.Step(work, "best-interests-approved", DateOnly.FromDateTime(work.Now.UtcDateTime)));
    }
}
