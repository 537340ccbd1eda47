using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Missions;

namespace Platform.Registrations.Visits;

/// <summary>Completes or corrects what is told of a visit, until it is reviewed; the whole of it is sent, based on the version that was read.</summary>
public static class ChangeVisit
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/visits/{visitId:guid}", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Produces<VisitView>();

    private static async Task<IResult> HandleAsync(
        Guid visitId, Body<VisitDetails> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, Standings standings, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return await VisitView.NotToChangeAsync(work, visitId);
        }

        var (standing, agency, isDone) = (standings.Current, work.Caller.Agency, found.State is "done" or "report-draft");
        if (body.Refuses(new VisitDetails.Rules(work.Now, VisitView.IsOf(standing, agency), isDone)) is { } refusal)
        {
            return refusal;
        }

        if (found.State is "reviewed" or "closed")
        {
            return Refusal.WrongState(found.State);
        }

        if (ifMatch.Refuses(found.Version) is { } stale)
        {
            return stale;
        }

        var (visit, version) = (body.Value, found.Version + 1);
        if (await NamedMission.RefusesAsync(work, visit.MissionId) is { } unnamed)
        {
            return unnamed;
        }

        var visitedAt = visit.VisitedAt?.ToUniversalTime();
        work.Update(Update, new
        {
            visitId,
            visitors = VisitView.IdsOf(visit, standing, agency),
            visit.SiteType,
            visit.AreaCode,
            visit.PlannedFor,
            visitedAt,
            visit.Access,
            counts = VisitView.CountsOf(visit),
            details = VisitView.Seal(key, visit),
            visit.FollowUpOn,
            visit.MissionId,
        });
        if (isDone && (visitedAt, visit.AreaCode) != (found.VisitedAt, found.AreaCode))
        {
            VisitView.Announce(work, visitId, version, visit.AreaCode!, visitedAt!.Value);
        }

        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        response.Headers.ETag = IfMatch.Tag(version);
        return Results.Ok(VisitView.Of(row!, key));
    }

    private const string Update = """
        update visits set visitors = @visitors, site_type = @siteType, area_code = @areaCode, planned_for = @plannedFor, visited_at = @visitedAt, access = @access, counts = @counts::jsonb,
               sealed = @details, follow_up_on = @followUpOn, mission_id = @missionId,
               next_at = case when follow_up_on is distinct from @followUpOn then (@followUpOn + 1)::timestamp at time zone 'utc' else next_at end, version = version + 1, updated_at = access.now()
         where visit_id = @visitId
        """;
}
