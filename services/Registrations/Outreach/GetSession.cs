using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Outreach;

/// <summary>One session, for who keeps it and the agency's protection officers.</summary>
public static class GetSession
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/outreach-sessions/{sessionId:guid}", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<SessionView>();

    private static async Task<IResult> HandleAsync(Guid sessionId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<SessionView.Row>(SessionView.SelectOne, new { sessionId });
        if (await SessionView.OpenAsync(row, keys, ct) is not { } session)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(session.Version);
        return Results.Ok(session);
    }
}
