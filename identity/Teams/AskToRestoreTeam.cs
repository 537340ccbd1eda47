using Platform.Access;
using Platform.Hosting;

namespace Platform.Identity.Teams;

/// <summary>An administrator asks that an evacuated team be restored. Nothing changes until another one approves.</summary>
public static class AskToRestoreTeam
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/teams/{teamId:guid}/evacuation/end", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(TeamView.RebuildAsync).Produces<TeamView>();

    private static async Task<IResult> HandleAsync(Guid teamId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await TeamToRestore.FindAsync(work, teamId) is not { } team)
        {
            return Refusal.NotFound;
        }

        if (team.IsCallers)
        {
            return Refusal.Forbidden;   // what fell into other hands asks for nothing
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (team.State != "evacuated")
        {
            return Refusal.WrongState(team.State);
        }

        work.Update(Ask, new { teamId });
        work.Answers(StatusCodes.Status200OK, teamId);
        return Results.Ok(await work.CommitAsync<TeamView>(TeamView.SelectOne, new { teamId }));
    }

    private const string Ask = "update evacuations set restoration_asked_by = access.caller(), restoration_asked_at = access.now() where team_id = @teamId and restored_at is null";
}
