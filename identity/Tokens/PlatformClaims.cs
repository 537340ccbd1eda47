namespace Platform.Identity.Tokens;

/// <summary>The platform's claims: their names, and the values that are the same in every token.</summary>
public static class PlatformClaims
{
    public const string Agency = "agency", AgencyCode = "agency_code", Kind = "agency_kind", Role = "role", Team = "team", Area = "area";

    /// <summary>When the token's content was read from the database, in Unix milliseconds: what a not-before instant is compared with.</summary>
    public const string IssuedMilliseconds = "issued_ms";

    public const string ServiceRole = "service";

    public const string Audience = "platform-api", PlatformScope = "platform";
}
