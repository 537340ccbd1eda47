using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Missions;

namespace Platform.Registrations.Outreach;

/// <summary>Puts right what is told of a session; the whole of it is sent, based on the version that was read.</summary>
public static class CorrectSession
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/outreach-sessions/{sessionId:guid}", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Produces<SessionView>();

    private static async Task<IResult> HandleAsync(
        Guid sessionId, Body<OutreachDetails> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(Lock, new { sessionId }) is not { } version || await keys.GetAsync(sessionId, ct) is not { } key)
        {
            return await SessionView.NotToChangeAsync(work, sessionId);
        }

        if (body.Refuses(new OutreachDetails.Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (ifMatch.Refuses(version) is { } stale)
        {
            return stale;
        }

        if (await NamedMission.RefusesAsync(work, body.Value.MissionId) is { } unnamed)
        {
            return unnamed;
        }

        work.Update(Update, SessionView.Written(sessionId, null, key, body.Value));
        var row = await work.CommitAsync<SessionView.Row>(SessionView.SelectOne, new { sessionId });
        response.Headers.ETag = IfMatch.Tag(version + 1);
        return Results.Ok(SessionView.Of(row!, key));
    }

    private const string Lock = "select version from outreach_sessions where session_id = @sessionId for update";

    private const string Update = """
        update outreach_sessions set held_on = @heldOn, area_code = @areaCode, method = @method, topic = @topic, reached = @reached, counts = @counts::jsonb, sealed = @details, mission_id = @missionId,
               version = version + 1, updated_at = access.now()
         where session_id = @sessionId
        """;
}
