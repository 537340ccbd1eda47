using FluentValidation;
using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Hosting;
using Platform.Identity.NotBefore;
using Platform.Identity.Users;

namespace Platform.Identity.Teams;

/// <summary>
/// An office is overrun or left: the team's people and systems lose their tokens at once, and what the team keeps is out of reach for everybody of
/// its agency until it is restored. One person is enough, and who is on the spot may. Repeating it takes back what was asked to restore it.
/// </summary>
public static class EvacuateTeam
{
    /// <summary>Why.</summary>
    /// <param name="ReasonCode">office-overrun, office-left, devices-lost, staff-held or precaution.</param>
    /// <param name="Note">For who decides on restoring it; nothing of a person in need.</param>
    public sealed record Request(string? ReasonCode, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.ReasonCode).NotEmpty().CodeOf(code => code is "office-overrun" or "office-left" or "devices-lost" or "staff-held" or "precaution");
            RuleFor(request => request.Note).PlainText(500);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/teams/{teamId:guid}/evacuation", HandleAsync).RequireAuthorization(Policies.EvacuateTeams).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(TeamView.RebuildAsync).Produces<TeamView>();

    private static async Task<IResult> HandleAsync(Guid teamId, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(IsThere, new { teamId }))
        {
            return Refusal.NotFound;
        }

        if (!work.Caller.Is(Rights.Administration) && !work.Caller.Teams.Contains(teamId))
        {
            return Refusal.Forbidden;   // who administers no access evacuates their own team
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        await work.QueryAsync<int>(LockPeople, new { teamId });
        if (await work.QuerySingleOrDefaultAsync<bool>(Evacuate, new { teamId }))
        {
            await work.AnnounceNotBeforeAsync(teamId);
            await work.AnnounceAsync((version, now) => new TeamEvacuated { SubjectId = teamId, SubjectVersion = version, OccurredAt = now });
        }

        work.Execute(EndSignIns, new { teamId });
        work.Execute(Record, new { evacuationId = Guid.CreateVersion7(), teamId, body.Value.ReasonCode, body.Value.Note });
        work.Answers(StatusCodes.Status200OK, teamId);
        return Results.Ok(await work.CommitAsync<TeamView>(TeamView.SelectOne, new { teamId }));
    }

    private const string IsThere = $"select true from teams where team_id = @teamId and {TeamView.SeenByCaller}";

    // people before their team: the order in which a token being issued locks them
    private const string LockPeople = """
        update users set security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text where @teamId = any (team_ids) returning 1
        """;

    private const string Evacuate = "update teams set evacuated_at = access.now(), version = version + 1 where team_id = @teamId and evacuated_at is null returning true";

    private const string EndSignIns = """
        update authorizations set status = 'revoked', concurrency_token = gen_random_uuid()::text
         where status = 'valid' and subject in (select id::text from users where @teamId = any (team_ids))
        """;

    private const string Record = """
        insert into evacuations (evacuation_id, team_id, reason_code, note, evacuated_by, evacuated_at)
        values (@evacuationId, @teamId, @reasonCode, @note, access.caller(), access.now())
        on conflict (team_id) where restored_at is null do update set restoration_asked_by = null, restoration_asked_at = null
        """;
}
