using System.Security.Claims;

namespace Platform.Identity.Tokens;

/// <summary>The platform's claims: their names, and how this process reads them from a checked token.</summary>
public sealed record Caller(Guid Subject, Guid? AgencyId, string? AgencyKind, bool IsService)
{
    public const string Agency = "agency", AgencyCode = "agency_code", Kind = "agency_kind", Role = "role", Team = "team", Area = "area";

    /// <summary>When the token's content was read from the database, in Unix milliseconds: what a not-before instant is compared with.</summary>
    public const string IssuedMilliseconds = "issued_ms";

    public const string ServiceRole = "service";

    public const string Audience = "platform-api", PlatformScope = "platform";

    /// <summary>The kinds that hold cases, and see the directory of all agencies.</summary>
    public bool HoldsCases => AgencyKind is "lead" or "un" or "ngo";

    public static Caller From(ClaimsPrincipal principal) => new(
        Guid.Parse(principal.FindFirst("sub")!.Value),
        principal.FindFirst(Agency) is { } agency ? Guid.Parse(agency.Value) : null,
        principal.FindFirst(Kind)?.Value,
        principal.HasClaim(Role, ServiceRole));
}
