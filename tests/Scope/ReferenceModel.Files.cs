namespace Platform.Scope.Tests;

/// <content>People's files, what was opened in an emergency, and who has their data.</content>
public sealed partial class ReferenceModel
{
    public static bool KeepsCases(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor");

    /// <summary>Who opened the file, who has it in hand, and who supervises the team that has it; nobody while that is evacuated.</summary>
    public static bool Keeps(Member member, Person person) =>
        IsThere(person) && KeepsCases(member) && (member == person.Opener || member == person.Caseworker || Supervises(member, person.Team));

    /// <summary>And who kept it before, while the handover lasts, or opened it in an emergency, for an hour: they read, and no more.</summary>
    public static bool Sees(Member member, Person person) => Keeps(member, person) || (IsThere(person) && KeepsCases(member) && (Reads(member, person.Handovers) || person.InEmergency.Contains(member)));

    private static bool IsThere(Person person) => !person.Erased && !person.OutOfReach;

    public static bool SeesEmergencies(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");

    /// <summary>Who opened it, who keeps the file, and the agency's protection officers.</summary>
    public static bool Sees(Member member, Emergency emergency) =>
        IsThere(emergency.Person) && SeesEmergencies(member) && (member == emergency.By || Keeps(member, emergency.Person) || (member.Is("protection-officer") && member.Agency == emergency.Person.Agency));

    /// <summary>Whose file it was is told to who sees the file.</summary>
    public static string FieldsOf(Member member, Emergency emergency) =>
        $"accessId {(Sees(member, emergency.Person) ? "caseCode " : "")}confirmBy {(emergency.Confirmed ? "confirmedAt confirmedBy justified " : "")}openedAt openedBy overdue {(Sees(member, emergency.Person) ? "personId " : "")}reason until";

    public static bool ReadsLedgers(Member member) => KeepsCases(member) || (member.Agency.HoldsCases && member.Is("auditor"));

    /// <summary>Who has a person's data is told to who sees the file, and to the auditors of its agency, who do not.</summary>
    public static bool SeesLedger(Member member, Person person) => Sees(member, person) || (member.Is("auditor") && member.Agency.HoldsCases && member.Agency == person.Agency && !person.OutOfReach);

    /// <summary>What may be handed over of a person: agreement in force, and consent to each package. None: why not.</summary>
    public string HandOver(Member member, Person person, Agency recipient, IReadOnlyList<string> packages, string area) =>
        !KeepsCases(member) ? "403"
        : !Sees(member, person) ? "404"
        : !Keeps(member, person) ? "403"
        : world.Suspended.Contains(recipient.Id) || !recipient.HoldsCases || AgreementFor(member.Agency, recipient, "service-referral", packages, area) is null ? "400 agreement-missing"
        : packages.Any(package => ConsentFor(person, recipient, package) is null) ? "400 consent-missing"
        : $"200 {string.Join(' ', packages.Order(StringComparer.Ordinal))}";
}
