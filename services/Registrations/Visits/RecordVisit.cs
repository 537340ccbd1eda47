using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Missions;

namespace Platform.Registrations.Visits;

/// <summary>Records a visit to a site: one that is planned, or one of which more is known already.</summary>
public static class RecordVisit
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/visits", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(VisitView.RebuildAsync)
            .Produces<VisitView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Body<VisitDetails> body, ScopedDatabase database, KeyStore keys, Standings standings, TimeProvider clock, CancellationToken ct)
    {
        var (standing, agency) = (standings.Current, database.Caller.Agency);
        if (body.Refuses(new VisitDetails.Rules(clock.GetUtcNow(), VisitView.IsOf(standing, agency))) is { } refusal)
        {
            return refusal;
        }

        var (visit, visitId) = (body.Value, Guid.CreateVersion7());
        await using var work = await database.BeginAsync(ct);
        if (await NamedMission.RefusesAsync(work, visit.MissionId) is { } unnamed)
        {
            return unnamed;
        }

        var key = await keys.CreateAsync(visitId, ct);
        work.Answers(StatusCodes.Status201Created, visitId);
        work.Update(Insert, new
        {
            visitId,
            team = work.Caller.MainTeam,
            visitors = VisitView.IdsOf(visit, standing, agency),
            visit.SiteType,
            visit.AreaCode,
            visit.PlannedFor,
            visitedAt = visit.VisitedAt?.ToUniversalTime(),
            visit.Access,
            counts = VisitView.CountsOf(visit),
            details = VisitView.Seal(key, visit),
            visit.FollowUpOn,
            visit.MissionId,
        });
        work.GiveToKeepers(visitId, "visits", "planned", withAnnex: true);
        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        return Results.Created($"/api/visits/{visitId}", VisitView.Of(row!, key));
    }

    private const string Insert = """
        insert into visits (visit_id, agency_id, team_id, recorded_by, visitors, state, site_type, area_code, planned_for, visited_at, access, counts, sealed, follow_up_on, next_at, mission_id, recorded_at, updated_at)
        values (@visitId, access.agency(), @team, access.caller(), @visitors, 'planned', @siteType, @areaCode, @plannedFor, @visitedAt, @access, @counts::jsonb, @details, @followUpOn, (@followUpOn + 1)::timestamp at time zone 'utc', @missionId, access.now(), access.now())
        """;
}
