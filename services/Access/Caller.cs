using System.Security.Claims;

namespace Platform.Access;

/// <summary>Who is asking: a user or a client of exactly one agency. Always from the verified token, never from a header or a body.</summary>
/// <param name="Subject">Id of the user or client.</param>
/// <param name="Agency">Id of their agency; empty for a service of the platform.</param>
/// <param name="AgencyCode">The agency's code, as <c>amal-health</c>.</param>
/// <param name="AgencyKind">lead, un, ngo, authority, embassy or receiving-mission.</param>
/// <param name="Roles">Roles of <c>contracts/Codes/role.csv</c>.</param>
/// <param name="Teams">Ids of their teams, the first their main one.</param>
/// <param name="Areas">P-codes or prefixes they work in; <c>*</c> for all.</param>
public sealed record Caller(Guid Subject, Guid Agency, string AgencyCode, string AgencyKind, IReadOnlyList<string> Roles, IReadOnlyList<Guid> Teams, IReadOnlyList<string> Areas)
{
    /// <summary>The consumers and clocks of a service, which act for nobody.</summary>
    public static Caller Service { get; } = new(Guid.Empty, Guid.Empty, "", "", [], [], []);

    /// <summary>Kinds of agencies that hold cases and see the directory.</summary>
    public static IReadOnlySet<string> CaseHoldingKinds { get; } = new HashSet<string>(StringComparer.Ordinal) { "lead", "un", "ngo" };

    /// <summary>Whether the caller holds a role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>Their main team, where they are of one: it keeps what they record.</summary>
    public Guid? MainTeam => Teams is [var main, ..] ? main : null;

    /// <summary>Administrators of the lead look after everybody, others after their own agency.</summary>
    public bool AdministersEveryone => AgencyKind == "lead" && Is("access-admin");

    /// <summary>Every name under which something may have been granted to this caller.</summary>
    public Guid[] Grantees() => Agency == Guid.Empty
        ? []
        : [Subject, Agency, .. Teams, .. Roles.SelectMany(role => Teams.Append(Agency).Select(unit => Grantee.Desk(unit, role))),
            .. Is("coordinator") ? Areas.Select(Grantee.Coordinators) : []];

    internal static Caller From(ClaimsPrincipal principal) => new(
        Id(principal, "sub"), Id(principal, "agency"), principal.FindFirstValue("agency_code") ?? "", principal.FindFirstValue("agency_kind") ?? "",
        All(principal, "role"), [.. All(principal, "team").Select(Guid.Parse)], All(principal, "area"));

    private static Guid Id(ClaimsPrincipal principal, string claim) => Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : Guid.Empty;

    private static string[] All(ClaimsPrincipal principal, string claim) => [.. principal.FindAll(claim).Select(found => found.Value)];
}
