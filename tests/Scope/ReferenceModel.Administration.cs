namespace Platform.Scope.Tests;

/// <content>Who administers whom, at identity: no administrator is told of a case. Its days are those of the real clock, as tokens live by it.</content>
public sealed partial class ReferenceModel
{
    /// <summary>Teams, people, systems, agreements and features: access administrators of all kinds of agencies.</summary>
    public static bool Administers(Member member) => member.Is("access-admin");

    /// <summary>Each of their own agency; the lead's of every one.</summary>
    public static bool Administers(Member member, Agency agency) => Administers(member) && (member.Agency == agency || member.Agency.Kind == "lead");

    /// <summary>To the parties and the lead.</summary>
    public static bool Sees(Member member, Agreement agreement) => Administers(member) && (member.Agency.Kind == "lead" || agreement.Parties.Contains(member.Agency));

    public string StateOf(Agreement agreement) => !agreement.Active ? "signed" : agreement.Until < world.Started ? "lapsed" : "in-force";

    /// <summary>Which of the agreements bind an agency now.</summary>
    public IEnumerable<Agreement> Binding(Agency agency) => world.Agreements.Where(agreement => agreement.Parties.Contains(agency) && StateOf(agreement) == "in-force");

    /// <summary>Whether exports are on for an agency, what they lack, and their last day.</summary>
    public string ExportsOf(Agency agency)
    {
        var (assessed, agreements) = (world.AssessedUntil(agency), Binding(agency).Where(agreement => agreement.Packages.Count == 2).ToList());
        List<string> missing = [.. assessed < world.Started ? (string[])["assessment"] : [], .. agreements.Count == 0 ? (string[])["agreement"] : []];
        return $"True {missing.Count == 0 && !world.Suspended.Contains(agency.Id)} {string.Join('+', missing)} {(missing.Count == 0 ? $"{new[] { assessed, agreements.Max(agreement => agreement.Until) }.Min():yyyy-MM-dd}" : "")}";
    }

    /// <summary>Of an agency's access: how many people and systems that are not suspended hold each role.</summary>
    public IEnumerable<string> HoldersOf(Agency agency) => world.Members.Where(member => member.Agency == agency && !world.Suspended.Contains(member.Id)).SelectMany(member => member.Roles.Select(role => (Role: role, IsPerson: false)))
        .Append((Role: World.RoleOfPeople, IsPerson: true)).GroupBy(held => held.Role).Select(held => $"{held.Key} {held.Count(one => one.IsPerson)} {held.Count(one => !one.IsPerson)}");

    /// <summary>What of it ends within 30 days.</summary>
    public IEnumerable<string> EndingOf(Agency agency) => Binding(agency).Where(agreement => IsSoon(agreement.Until)).Select(agreement => $"agreement {agreement.Code}")
        .Concat(IsSoon(world.AssessedUntil(agency)) ? ["assessment export-of-files"] : []);

    private bool IsSoon(DateOnly day) => day >= world.Started && day <= world.Started.AddDays(30);
}
