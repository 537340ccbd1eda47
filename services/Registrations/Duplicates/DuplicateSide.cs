using Platform.Registrations.People;

namespace Platform.Registrations.Duplicates;

/// <summary>One of two records as the desk compares them: what was agreed to, and no more. Sealed with the person's own key.</summary>
public sealed record DuplicateSide(
    Guid AgencyId, string CaseCode, string GivenName, string? OtherNames, string? FamilyName, IReadOnlyList<Transliteration> Transliterations, string Sex, DateOnly? BirthDate, int? BirthYear,
    string AgePrecision, string? Nationality, string? Phone)
{
    /// <summary>The name a side is sealed under.</summary>
    internal const string Name = "duplicate";

    internal static DuplicateSide Of(Guid agencyId, string caseCode, Identity identity, string? phone) => new(
        agencyId, caseCode, identity.GivenName, identity.OtherNames, identity.FamilyName, identity.Transliterations ?? [], identity.Sex, identity.BirthDate, identity.BirthYear, identity.AgePrecision,
        identity.Nationality, phone);
}
