using FluentValidation;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Registrations.Transfers;

namespace Platform.Registrations.People;

/// <summary>Puts a case in the hands of a team and a case worker of the agency. Who was assigned before no longer sees it; who opened the file keeps it.</summary>
public static class AssignPerson
{
    /// <summary>Which team and who.</summary>
    /// <param name="Team">Code or id of a team of the caller's agency.</param>
    /// <param name="Caseworker">Login or id of a member of that team with the role caseworker or supervisor.</param>
    public sealed record Request(string? Team, string? Caseworker);

    internal sealed record Assigned(Guid PersonId, Guid TeamId, Guid CaseworkerId, int Version);

    private sealed record Held(int Version, Guid CaseworkerId, Guid? TeamId, DateTimeOffset RegisteredAt);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Team).NotEmpty().PlainText(200);
            RuleFor(request => request.Caseworker).NotEmpty().PlainText(200);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/assignment", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(RebuildAsync)
            .Produces<Assigned>();

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Held>(Lock, new { personId }) is not { } held)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var standing = standings.Current;
        var team = standing.Teams.FirstOrDefault(team => team.AgencyId == work.Caller.Agency && (team.Code == body.Value.Team || team.TeamId.ToString() == body.Value.Team));
        if (team is null or { Evacuated: true })
        {
            return Refusal.Field("$.team", Texts.In("No team of your agency.", "ليس فريقاً في وكالتك.", "Aucune équipe de votre agence."));
        }

        var caseworker = standing.Members.FirstOrDefault(member => member.AgencyId == work.Caller.Agency
            && (member.Name == body.Value.Caseworker || member.MemberId.ToString() == body.Value.Caseworker));
        if (caseworker is not { Active: true } || !caseworker.TeamIds.Contains(team.TeamId) || !caseworker.Roles.Any(role => role is "caseworker" or "supervisor"))
        {
            return Refusal.Field("$.caseworker", Texts.In("No case worker of that team.", "ليس أخصائي حالة في ذلك الفريق.", "Aucun gestionnaire de cas de cette équipe."));
        }

        if (await work.QuerySingleOrDefaultAsync<bool>(OfferTransfer.Open, new { personId }))
        {
            return new Refusal(409, "transfer-open");
        }

        work.Update(Assign, new { personId, team.TeamId, caseworkerId = caseworker.MemberId });
        work.Execute(Give, new { personId, grantee = caseworker.MemberId, because = "assignment", held.RegisteredAt });
        work.Execute(Give, new { personId, grantee = Grantee.Desk(team.TeamId, "supervisor"), because = "supervision", held.RegisteredAt });
        // last and at once: who hands on a case that they had by one of these may give and take nothing after it
        List<(Guid Grantee, string Because)> over = [];
        if (held.TeamId is { } before && before != team.TeamId)
        {
            over.Add((Grantee.Desk(before, "supervisor"), "supervision"));
        }

        if (held.CaseworkerId != caseworker.MemberId)   // who opened the file keeps it by another grant, unless it was transferred since
        {
            over.Add((held.CaseworkerId, "assignment"));
        }

        if (over.Count > 0)
        {
            work.Execute(Take, new { personId, grantees = over.Select(taken => taken.Grantee).ToArray(), because = over.Select(taken => taken.Because).ToArray() });
        }

        work.Publish(new PersonChanged { SubjectId = personId, SubjectVersion = held.Version + 1, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        foreach (var merged in await work.QueryAsync<MovedFile>(Merged, new { personId }))
        {
            work.Publish(new PersonChanged { SubjectId = merged.Person, SubjectVersion = merged.AtVersion, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        }

        work.Execute(CarryAlong, new { personId });
        await work.CommitAsync();
        return Results.Ok(new Assigned(personId, team.TeamId, caseworker.MemberId, held.Version + 1));   // told, not read again: who hands on an assigned case no longer sees it
    }

    private static async Task<object?> RebuildAsync(Work work, Guid personId) => await work.CommitAsync<Assigned>(View, new { personId });

    private const string Lock = "select version, caseworker_id, team_id, registered_at from people where person_id = @personId for update";

    private const string Take = "select access.take(@personId, @grantees, @because)";

    // every holder lists the case by the same instant, or who holds it in two ways would see it twice
    private const string Give = """
        select access.give(@personId, @grantee, @because, '{identity,contact,family}', null, 'people', @registeredAt, 'open')
        """;

    private const string Assign = """
        update people set team_id = @teamId, caseworker_id = @caseworkerId, version = version + 1, updated_at = access.now() where person_id = @personId
        """;

    private const string Merged = "select person_id as person, version + 1 as at_version from people where merged_into = @personId";

    private const string CarryAlong = "select count(*) from carry_along(@personId)";

    private const string View = "select person_id, team_id, caseworker_id, version from people where person_id = @personId";
}
