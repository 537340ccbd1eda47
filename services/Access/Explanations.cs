using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>
/// Explains a member's access by having it: in their own scope, by the same tables and policies, in a unit of work that never commits. So an
/// explanation cannot say anything else than what holds, and tells of a record no more than the member's own scope shows.
/// </summary>
public sealed class Explanations(ScopedDatabase database, Standings standings, IAuthorizationService authorization, EndpointDataSource routes)
{
    private sealed record Held(Guid Grantee, string Because, string[] Packages, DateTimeOffset? Until, bool Stands);

    /// <summary>The explanation, entered in the audit under record and member; 404 where the member is not there or not the asker's concern.</summary>
    /// <param name="member">Whose access.</param>
    /// <param name="record">To what.</param>
    /// <param name="readBy">The policy of the routes that read such a record.</param>
    /// <param name="lookAsync">What is shown of it in the member's scope.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<(Explanation? Explanation, Refusal? Refusal)> ExplainAsync(Guid member, Guid record, string readBy, Func<Work, Task<Shown>> lookAsync, CancellationToken ct)
    {
        var standing = standings.Current;
        if (standing.Members.FirstOrDefault(known => known.MemberId == member) is not { } asked || standing.Agency(asked.AgencyId) is not { } agency || !Concerns(database.Caller, asked))
        {
            return (null, Refusal.NotFound);
        }

        var state = StateOf(asked, agency, standing);
        asked = asked with { TeamIds = [.. asked.TeamIds.Where(team => !standing.IsEvacuated(team))] };   // as in their token
        var principal = PrincipalOf(asked, agency);
        List<Explanation.PolicyView> policies = [];
        foreach (var policy in Policies.Of(routes))
        {
            policies.Add(new(policy, state == "active" && (await authorization.AuthorizeAsync(principal, null, policy)).Succeeded));
        }

        var caller = Caller.From(principal);
        await using var theirs = await database.BeginAsAsync(caller, ct);
        var held = await theirs.QueryAsync<Held>(SelectHeld, new { record });
        var shown = await lookAsync(theirs);
        var reads = policies.Exists(policy => policy.Policy == (shown.ReadBy ?? readBy) && policy.Allows);
        var grants = held.ConvertAll(grant => ViewOf(grant, caller));
        var reason = WhyNobody(state) ?? (grants.Count == 0 ? NoGrant() : reads ? shown.Reason ?? Granted(grants) : Role());

        await using var work = await database.BeginAsync(ct);
        work.AuditRecords([record, member]);
        await work.CommitAsync();
        return (new Explanation(
            new(asked.MemberId, asked.AgencyId, state, asked.Roles, asked.TeamIds, asked.AreaCodes), record, policies, grants,
            reads ? shown.Reads : [], reads && shown.Changes, shown.StandsOn, reason.Decides, reason.Until, reason.Says), null);
    }

    /// <summary>What a sentence says of an end.</summary>
    public static string Ends(DateTimeOffset? until) => until is not { } instant ? ""
        : Texts.In($" It ends at {Minute(instant)} UTC.", $" ينتهي في {Minute(instant)} بالتوقيت العالمي.", $" Cela prend fin le {Minute(instant)} UTC.");

    private static string Minute(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // administrators as it is theirs, and auditors their own agency's
    private static bool Concerns(Caller asker, Standing.MemberEntry member) => asker.Agency == member.AgencyId || asker.AdministersEveryone;

    private static string StateOf(Standing.MemberEntry member, Standing.AgencyEntry agency, Standing standing) =>
        !member.Active ? "suspended" : !agency.Active ? "agency-suspended" : member.TeamIds is [var main, ..] && standing.IsEvacuated(main) ? "team-evacuated" : "active";

    // what a token of theirs would say
    private static ClaimsPrincipal PrincipalOf(Standing.MemberEntry member, Standing.AgencyEntry agency) => new(new ClaimsIdentity(
        [
            new("sub", $"{member.MemberId}"), new("agency", $"{agency.AgencyId}"), new("agency_code", agency.Code), new("agency_kind", agency.Kind),
            .. member.Roles.Select(role => new Claim("role", role)), .. member.TeamIds.Select(team => new Claim("team", $"{team}")), .. member.AreaCodes.Select(area => new Claim("area", area)),
        ],
        "explained", "sub", "role"));

    private static Explanation.GrantView ViewOf(Held grant, Caller member)
    {
        var view = new Explanation.GrantView(grant.Because, grant.Packages, grant.Until, grant.Stands, "member");
        return grant.Grantee == member.Subject ? view
            : grant.Grantee == member.Agency ? view with { Through = "agency" }
            : member.Teams.Contains(grant.Grantee) ? view with { Through = "team", TeamId = grant.Grantee }
            : member.Roles.SelectMany(role => member.Teams.Select(team => (Guid?)team).Prepend(null).Select(team => (Role: role, Team: team)))
                .Where(desk => Grantee.Desk(desk.Team ?? member.Agency, desk.Role) == grant.Grantee)
                .Select(desk => view with { Through = "role", Role = desk.Role, TeamId = desk.Team }).FirstOrDefault()
            ?? view with { Through = "area", AreaCode = member.Areas.FirstOrDefault(area => Grantee.Coordinators(area) == grant.Grantee) };
    }

    private static Reason? WhyNobody(string state) => state switch
    {
        "suspended" => new("member-suspended", null, Texts.In("This member is suspended: nothing is open to them.", "هذا العضو موقوف: لا شيء متاح له.", "Ce membre est suspendu : rien ne lui est ouvert.")),
        "agency-suspended" => new("agency-suspended", null, Texts.In("This member's agency is suspended: nothing is open to them.", "وكالة هذا العضو موقوفة: لا شيء متاح له.", "L'agence de ce membre est suspendue : rien ne lui est ouvert.")),
        "team-evacuated" => new("team-evacuated", null, Texts.In("This member's team is evacuated: nothing is open to them.", "فريق هذا العضو أُخلي: لا شيء متاح له.", "L'équipe de ce membre est évacuée : rien ne lui est ouvert.")),
        _ => null,
    };

    private static Reason NoGrant() => new("no-grant", null, Texts.In(
        "Nothing on such a record is granted to this member.", "لا شيء في سجل كهذا ممنوح لهذا العضو.", "Rien d'un tel dossier n'est accordé à ce membre."));

    private static Reason Role() => new("role", null, Texts.In(
        "This member's roles, or the kind of their agency, do not let them read such records.", "أدوار هذا العضو، أو نوع وكالته، لا تسمح له بقراءة سجلات كهذه.",
        "Les rôles de ce membre, ou le type de son agence, ne lui permettent pas de lire de tels dossiers."));

    // of several that stand the one that lasts longest
    private static Reason Granted(List<Explanation.GrantView> grants)
    {
        if (grants.Where(grant => grant.Stands).MaxBy(grant => grant.Until ?? DateTimeOffset.MaxValue) is { } standing)
        {
            return new("grant", standing.Until, Because(standing.Because) + Ends(standing.Until));
        }

        var ended = grants.Max(grant => grant.Until)!.Value;
        return new("grant-ended", ended, Texts.In(
            $"What was granted to this member ended at {Minute(ended)} UTC.", $"ما مُنح لهذا العضو انتهى في {Minute(ended)} بالتوقيت العالمي.",
            $"Ce qui était accordé à ce membre a pris fin le {Minute(ended)} UTC."));
    }

    private static string Because(string cause) => cause switch
    {
        "ownership" => Texts.In("This member opened or sent it.", "فتحه هذا العضو أو أرسله.", "Ce membre l'a ouvert ou envoyé."),
        "assignment" => Texts.In("It is in this member's hands.", "هو في عهدة هذا العضو.", "Il est confié à ce membre."),
        "supervision" => Texts.In("This member supervises the team that has it.", "يشرف هذا العضو على الفريق المسؤول عنه.", "Ce membre supervise l'équipe qui en est chargée."),
        "oversight" => Texts.In("This member's role follows what the agency sends.", "دور هذا العضو متابعة ما ترسله الوكالة.", "Le rôle de ce membre est de suivre ce que l'agence envoie."),
        "referral" => Texts.In("It was sent to this member's agency.", "أُرسل إلى وكالة هذا العضو.", "Il a été envoyé à l'agence de ce membre."),
        "transfer" => Texts.In("This member is on one side of the transfer.", "هذا العضو طرف في النقل.", "Ce membre est d'un côté du transfert."),
        "handover" => Texts.In("This member kept it before, and reads it in the handover.", "كان في عهدة هذا العضو من قبل، ويقرأه خلال فترة التسليم.", "Ce membre en était chargé auparavant et le lit pendant la passation."),
        _ => Texts.In("It was granted to this member.", "مُنح لهذا العضو.", "Il a été accordé à ce membre."),
    };

    private const string SelectHeld = """
        select grantee, because, packages, until, until is null or until > access.now() as stands from access.grants where record = @record order by because, grantee
        """;
}
