namespace Platform.Scope.Tests;

/// <summary>
/// Who may see what, in as few words as it can be said. Written from the rules, apart from the product: what it says is what every
/// read path of the platform must answer, no row and no field more, and none less.
/// </summary>
public sealed partial class ReferenceModel(World world)
{
    /// <summary>A suspended member, one of a suspended agency, or one whose main team is evacuated gets no answer at all.</summary>
    public bool MayEnter(Member member) => !world.Suspended.Contains(member.Id) && !world.Suspended.Contains(member.Agency.Id) && member.MainTeam is not { Evacuated: true };

    public static bool IsOfficerOf(Member member, Guid agency) => member.Is("protection-officer") && member.Agency.HoldsCases && member.Agency.Id == agency;

    public Consent? ConsentFor(Person person, Agency recipient, string package, string purpose = "service-referral") => world.Consents
        .Where(consent => consent.Person == person && consent.Recipient == recipient && consent.Purpose == purpose
            && !consent.Withdrawn && consent.Until >= world.Today && consent.Packages.Contains(package))
        .MaxBy(consent => consent.Until);

    public Agreement? AgreementFor(Agency from, Agency to, string purpose, IReadOnlyList<string> packages, string area, DateOnly? on = null) => world.Agreements.FirstOrDefault(agreement =>
        agreement.Active && agreement.From <= (on ?? world.Today) && agreement.Until >= (on ?? world.Today) && from != to
        && agreement.Parties.Contains(from) && agreement.Parties.Contains(to)
        && agreement.Purposes.Contains(purpose) && packages.All(agreement.Packages.Contains)
        && (agreement.Area == "*" || area.StartsWith(agreement.Area, StringComparison.Ordinal)));

    private static bool Reads(Member member, List<Handover> handovers) => handovers.Exists(handover => handover.Member == member || Supervises(member, handover.Team));

    private static bool Supervises(Member member, Team? team) => team is { Evacuated: false } && member.Is("supervisor") && member.Teams.Contains(team);
}
