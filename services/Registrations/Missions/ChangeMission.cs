using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>Changes what is planned, until it is done or called off; the whole of it is sent, based on the version that was read. Another way or other days need another clearance.</summary>
public static class ChangeMission
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/missions/{missionId:guid}", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Produces<MissionView>();

    private static async Task<IResult> HandleAsync(
        Guid missionId, Body<MissionDetails> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await MissionView.Found.LockAsync(work, missionId) is not { } found || await keys.GetAsync(missionId, ct) is not { } key)
        {
            return await MissionView.NotToChangeAsync(work, missionId);
        }

        if (body.Refuses(new MissionDetails.Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.State is "done" or "cancelled")
        {
            return Refusal.WrongState(found.State);
        }

        if (ifMatch.Refuses(found.Version) is { } stale)
        {
            return stale;
        }

        var (told, mission) = (MissionView.Told.Open(key, found.Sealed), body.Value);
        var isElsewhere = found.State == "planned" && !IsWithin(mission, told.Details);
        told = told with { Details = mission, Clearance = isElsewhere ? null : told.Clearance };
        work.Update(Update, new { missionId, mission.FromOn, mission.UntilOn, areas = mission.AreaCodes!.ToArray(), isElsewhere, content = told.Seal(key) });
        var row = await work.CommitAsync<MissionView.Row>(MissionView.SelectOne, new { missionId });
        response.Headers.ETag = IfMatch.Tag(found.Version + 1);
        return Results.Ok(MissionView.Of(row!, key));
    }

    // nothing that was not cleared: within the same days, to no other place
    private static bool IsWithin(MissionDetails mission, MissionDetails cleared) =>
        mission.FromOn >= cleared.FromOn && mission.UntilOn <= cleared.UntilOn && mission.AreaCodes!.All(cleared.AreaCodes!.Contains);

    private const string Update = """
        update missions set from_on = @fromOn, until_on = @untilOn, area_codes = @areas, cleared_at = case when @isElsewhere then null else cleared_at end, sealed = @content,
               version = version + 1, updated_at = access.now()
         where mission_id = @missionId
        """;
}
