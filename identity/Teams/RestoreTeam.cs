using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Teams;

/// <summary>Another administrator than the one who asked restores an evacuated team: what it keeps is there again as it was, and its people sign in anew.</summary>
public static class RestoreTeam
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/teams/{teamId:guid}/evacuation/end/approval", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(TeamView.RebuildAsync).Produces<TeamView>();

    private static async Task<IResult> HandleAsync(Guid teamId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await TeamToRestore.FindAsync(work, teamId) is not { } team)
        {
            return Refusal.NotFound;
        }

        if (team.IsCallers || team.RestorationAskedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody approves what they asked for, and what fell into other hands approves nothing
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (team.State != "restoration-asked")
        {
            return Refusal.WrongState(team.State);
        }

        await work.QueryAsync<bool>(Restore, new { teamId });
        work.Update(Record, new { teamId });
        await work.AnnounceNotBeforeAsync(teamId);
        await work.AnnounceAsync((version, now) => new TeamRestored { SubjectId = teamId, SubjectVersion = version, OccurredAt = now });
        work.Answers(StatusCodes.Status200OK, teamId);
        return Results.Ok(await work.CommitAsync<TeamView>(TeamView.SelectOne, new { teamId }));
    }

    private const string Restore = "update teams set evacuated_at = null, version = version + 1 where team_id = @teamId returning true";

    private const string Record = "update evacuations set restored_by = access.caller(), restored_at = access.now() where team_id = @teamId and restored_at is null";
}
