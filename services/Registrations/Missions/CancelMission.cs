using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>A mission is called off, with the reason: before it began or on the way.</summary>
public static class CancelMission
{
    /// <summary>What is said of it.</summary>
    /// <param name="Reason">Why. Sealed.</param>
    public sealed record Request(string? Reason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(said => said.Reason).NotEmpty().PlainText(2000);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/missions/{missionId:guid}/cancellation", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(MissionView.RebuildAsync)
            .Produces<MissionView>();

    private static async Task<IResult> HandleAsync(Guid missionId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await MissionView.Found.LockAsync(work, missionId) is not { } found || await keys.GetAsync(missionId, ct) is not { } key)
        {
            return await MissionView.NotToChangeAsync(work, missionId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        return found.State is not ("planned" or "under-way") ? Refusal.WrongState(found.State)
            : await MissionView.MoveAsync(work, missionId, "cancelled", MissionView.Told.Open(key, found.Sealed) with { CancelledBecause = body.Value.Reason }, key);
    }
}
