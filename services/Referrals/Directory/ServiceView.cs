namespace Platform.Referrals.Directory;

/// <summary>A service an agency offers.</summary>
/// <param name="ServiceCode">Code of service.csv.</param>
/// <param name="AgencyId">Who offers it.</param>
/// <param name="AreaCodes">P-codes or prefixes where; <c>*</c> for everywhere.</param>
/// <param name="AcceptsReferrals">Whether it takes referrals now.</param>
/// <param name="Capacity">Places free now; null where nobody counts.</param>
/// <param name="Languages">ISO 639-3 codes spoken there.</param>
/// <param name="FemaleStaff">Whether a woman can be asked for.</param>
/// <param name="LastVerifiedOn">When somebody last looked whether this is still so.</param>
/// <param name="Version">For If-Match.</param>
public sealed record ServiceView(
    string ServiceCode, Guid AgencyId, string[] AreaCodes, bool AcceptsReferrals, int? Capacity, string[] Languages, bool? FemaleStaff,
    DateOnly LastVerifiedOn, int Version)
{
    internal const string Select = """
        select service_code, agency_id, area_codes, accepts_referrals, capacity, languages, female_staff, last_verified_on, version from services_offered
        """;
}
