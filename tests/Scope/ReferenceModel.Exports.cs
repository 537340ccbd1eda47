namespace Platform.Scope.Tests;

/// <content>Files of people for another agency.</content>
public sealed partial class ReferenceModel
{
    /// <summary>Switched on everywhere in this world; it stands on the assessment and on an agreement that names what it handles.</summary>
    public bool Exports(Agency agency) => agency.HoldsCases && world.AssessedUntil(agency) >= world.Today && world.Agreements.Exists(agreement =>
        agreement.Active && agreement.From <= world.Today && agreement.Until >= world.Today && agreement.Parties.Contains(agency) && agreement.Packages.Count == 2);

    public static bool SeesExports(Member member) => member.Agency.HoldsCases && member.Is("caseworker", "supervisor", "protection-officer");

    /// <summary>Who asked for it, and who in the agency may approve.</summary>
    public static bool Sees(Member member, Export export) => SeesExports(member) && member.Agency == export.AskedBy.Agency && (member == export.AskedBy || member.Is("supervisor", "protection-officer"));

    public string StateOf(Export export) => world.Today >= export.On.AddDays(3) ? "ended" : export.State;

    /// <summary>Why there is no file, or whose data it holds.</summary>
    public string FileOf(Member member, Export export) =>
        !MayEnter(member) ? "401"
        : !KeepsCases(member) || !Exports(member.Agency) ? "403"
        : !Sees(member, export) ? "404"
        : member != export.AskedBy ? "403"
        : StateOf(export) is var state && state == "ended" ? "410"
        : state != "approved" ? "409"
        : !Keeps(member, export.Consent.Person) || !MayExport(export.AskedBy.Agency, export.Consent) ? "410"
        : $"200 {(export.Consent.Packages.Contains("identity") ? export.Consent.Person.Id : null)}";

    /// <summary>By an agreement, and by consents to each of the packages for that purpose.</summary>
    public bool MayExport(Agency from, Consent on) =>
        !world.Suspended.Contains(on.Recipient.Id) && AgreementFor(from, on.Recipient, on.Purpose, on.Packages, on.Person.Area) is not null
        && on.Packages.All(package => ConsentFor(on.Person, on.Recipient, package, on.Purpose) is not null);
}
