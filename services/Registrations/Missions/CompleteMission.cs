using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>The team is back, and says what came of it.</summary>
public static class CompleteMission
{
    /// <summary>What is said of it.</summary>
    /// <param name="Summary">What came of it. Sealed.</param>
    public sealed record Request(string? Summary);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(said => said.Summary).NotEmpty().PlainText(4000);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/missions/{missionId:guid}/completion", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(MissionView.RebuildAsync)
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

        return found.State != "under-way" ? Refusal.WrongState(found.State)
            : await MissionView.MoveAsync(work, missionId, "done", MissionView.Told.Open(key, found.Sealed) with { Summary = body.Value.Summary }, key);
    }
}
