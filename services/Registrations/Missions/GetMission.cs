using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>One mission, for who keeps it and the agency's protection officers.</summary>
public static class GetMission
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/missions/{missionId:guid}", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<MissionView>();

    private static async Task<IResult> HandleAsync(Guid missionId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<MissionView.Row>(MissionView.SelectOne, new { missionId });
        if (await MissionView.OpenAsync(row, keys, ct) is not { } mission)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(mission.Version);
        return Results.Ok(mission);
    }
}
