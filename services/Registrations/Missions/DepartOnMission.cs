using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>The team has left. Nobody leaves before a clearance is written down.</summary>
public static class DepartOnMission
{
    /// <summary>Nothing more has to be said.</summary>
    public sealed record Request;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/missions/{missionId:guid}/departure", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(MissionView.RebuildAsync)
            .Produces<MissionView>();

    private static async Task<IResult> HandleAsync(Guid missionId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await MissionView.Found.LockAsync(work, missionId) is not { } found || await keys.GetAsync(missionId, ct) is not { } key)
        {
            return await MissionView.NotToChangeAsync(work, missionId);
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (found.State != "planned")
        {
            return Refusal.WrongState(found.State);
        }

        if (!found.IsCleared)
        {
            return new Refusal(409, "not-cleared", Texts.In("No clearance is written down for this mission.", "لم يُسجَّل أي تصريح أمني لهذه المهمة.", "Aucune autorisation de sécurité n'est consignée pour cette mission."));
        }

        return await MissionView.MoveAsync(work, missionId, "under-way", MissionView.Told.Open(key, found.Sealed), key);
    }
}
