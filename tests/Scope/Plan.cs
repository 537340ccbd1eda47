namespace Platform.Scope.Tests;

/// <summary>
/// What is generated: who takes part and what they try, as numbers that pick among what is there when it is tried. Pure data; the
/// same seed gives the same plan.
/// </summary>
public sealed record Plan(
    IReadOnlyList<Plan.PlannedAgency> Agencies, IReadOnlyList<Plan.PlannedAgreement> Agreements, IReadOnlyList<Plan.PlannedPerson> People,
    IReadOnlyList<Plan.PlannedConsent> Consents, IReadOnlyList<Plan.PlannedReferral> Referrals, IReadOnlyList<Plan.PlannedEnd> Ends, IReadOnlyList<int> Erased, int DaysAhead)
{
    /// <summary>The area of each of its teams, and where it offers each of the services.</summary>
    public sealed record PlannedAgency(string Kind, IReadOnlyList<string> TeamAreas, IReadOnlyList<IReadOnlyList<string>> OfferAreas, IReadOnlyList<PlannedMember> Members);

    /// <summary>Codes of role.csv, and which of the agency's teams; none is possible. And where they work.</summary>
    public sealed record PlannedMember(IReadOnlyList<string> Roles, IReadOnlyList<int> Teams, IReadOnlyList<string> Areas);

    /// <summary>The area is a P-code, or its beginning, or <c>*</c>; until is counted in days from today, and the past is possible.</summary>
    public sealed record PlannedAgreement(IReadOnlyList<int> Agencies, IReadOnlyList<string> Purposes, IReadOnlyList<string> Packages, string Area, int Until, bool Active);

    /// <summary>Who registers, and where; each time a case worker and a team of theirs that it is assigned to; and who of the agency opens it in an emergency.</summary>
    public sealed record PlannedPerson(int Registrar, string Area, IReadOnlyList<(int Team, int Caseworker)> Assignments, IReadOnlyList<int> Emergencies);

    public sealed record PlannedConsent(int Person, int Recipient, string Purpose, IReadOnlyList<string> Packages, int Days, bool Withdrawn);

    /// <summary>Of the person and to the recipient of a consent, where one is picked. The moves are tried one after the other by whoever may.</summary>
    public sealed record PlannedReferral(
        int? Consent, int Person, int Sender, int Recipient, string Service, string Area, IReadOnlyList<string> Packages, bool AsConsented, bool VitalInterest, IReadOnlyList<string> Moves, int By);

    /// <summary>Something that ends access after all that.</summary>
    public sealed record PlannedEnd(string What, int Pick);
}
