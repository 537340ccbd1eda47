using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>A journey of the team to places outside the five towns is planned.</summary>
public static class PlanMission
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/missions", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(MissionView.RebuildAsync)
            .Produces<MissionView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<MissionDetails> body, ScopedDatabase database, KeyStore keys, TimeProvider clock, CancellationToken ct)
    {
        if (body.Refuses(new MissionDetails.Rules(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var (mission, missionId) = (body.Value, Guid.CreateVersion7());
        var key = await keys.CreateAsync(missionId, ct);
        await using var work = await database.BeginAsync(ct);
        work.Answers(StatusCodes.Status201Created, missionId);
        work.Update(Insert, new { missionId, team = work.Caller.MainTeam, mission.FromOn, mission.UntilOn, areas = mission.AreaCodes!.ToArray(), content = new MissionView.Told(mission).Seal(key) });
        work.GiveToKeepers(missionId, "missions", "planned");
        var row = await work.CommitAsync<MissionView.Row>(MissionView.SelectOne, new { missionId });
        return Results.Created($"/api/missions/{missionId}", MissionView.Of(row!, key));
    }

    private const string Insert = """
        insert into missions (mission_id, agency_id, team_id, recorded_by, state, from_on, until_on, area_codes, sealed, recorded_at, updated_at)
        values (@missionId, access.agency(), @team, access.caller(), 'planned', @fromOn, @untilOn, @areas, @content, access.now(), access.now())
        """;
}
