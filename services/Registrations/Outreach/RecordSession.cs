using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Missions;

namespace Platform.Registrations.Outreach;

/// <summary>Records an awareness or outreach session.</summary>
public static class RecordSession
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/outreach-sessions", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(SessionView.RebuildAsync)
            .Produces<SessionView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<OutreachDetails> body, ScopedDatabase database, KeyStore keys, TimeProvider clock, CancellationToken ct)
    {
        if (body.Refuses(new OutreachDetails.Rules(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        var sessionId = Guid.CreateVersion7();
        await using var work = await database.BeginAsync(ct);
        if (await NamedMission.RefusesAsync(work, body.Value.MissionId) is { } unnamed)
        {
            return unnamed;
        }

        var key = await keys.CreateAsync(sessionId, ct);
        work.Answers(StatusCodes.Status201Created, sessionId);
        work.Update(Insert, SessionView.Written(sessionId, work.Caller.MainTeam, key, body.Value));
        work.GiveToKeepers(sessionId, "outreach-sessions", "recorded");
        var row = await work.CommitAsync<SessionView.Row>(SessionView.SelectOne, new { sessionId });
        return Results.Created($"/api/outreach-sessions/{sessionId}", SessionView.Of(row!, key));
    }

    private const string Insert = """
        insert into outreach_sessions (session_id, agency_id, team_id, recorded_by, held_on, area_code, method, topic, reached, counts, sealed, mission_id, recorded_at, updated_at)
        values (@sessionId, access.agency(), @team, access.caller(), @heldOn, @areaCode, @method, @topic, @reached, @counts::jsonb, @details, @missionId, access.now(), access.now())
        """;
}
