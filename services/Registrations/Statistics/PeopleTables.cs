using Platform.Contracts.Codes;

namespace Platform.Registrations.Statistics;

/// <summary>Who was registered: by area, and each area by sex, by age, by setting and by status.</summary>
public sealed class PeopleTables
{
    /// <summary>
    /// What is said of sex in these tables. Others are so few that beside two columns they would have to be hidden, and a second column of every area with them.
    /// </summary>
    public static IReadOnlyList<string> Sexes { get; } = ["female", "male-or-other"];

    /// <summary>A code of migration-status.csv where one holds, and these where none does, or several.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. CodeList.MigrationStatuses.Codes, "several", "none"];

    private readonly Shares shares;

    /// <summary>Counts, and decides what is told.</summary>
    public PeopleTables(IReadOnlyList<Counted.Person> people, IReadOnlyList<string> areas)
    {
        var byArea = people.ToLookup(person => person.Area);
        var trunk = new Trunk(areas, area => byArea[area].Count());
        Agencies = [.. people.Select(person => person.Agency).Distinct().Order()];
        Tables =
        [
            By("registered-by-sex", Sexes, person => person.Sex == "female" ? "female" : "male-or-other", isSensitive: false),
            By("registered-by-age", CodeList.AgeBands.Codes, person => person.AgeBand, isSensitive: true),
            By("registered-by-setting", CodeList.Settings.Codes, person => person.Setting, isSensitive: false),
            By("registered-by-status", Statuses, person => person.Statuses.Distinct().ToList() is var those && those.Count == 1 ? those[0] : those.Count == 0 ? "none" : "several", isSensitive: true),
        ];

        shares = new Shares(trunk, Agencies, (agency, area) => byArea[area].Count(person => person.Agency == agency));

        StatisticsTable By(string name, IReadOnlyList<string> codes, Func<Counted.Person, string> codeOf, bool isSensitive)
        {
            var counts = people.CountBy(person => (person.Area, codeOf(person))).ToDictionary();
            var grid = new Grid(trunk, codes, (area, code) => counts.GetValueOrDefault((area, code)), isSensitive ? MonthlyTables.SmallestRounded : Network.Least);
            return isSensitive && Agencies.Count < MonthlyTables.FewestAgencies ? StatisticsTable.Withheld(name) : grid.Table(name, isSensitive);
        }
    }

    /// <summary>Who registered anybody.</summary>
    public IReadOnlyList<Guid> Agencies { get; }

    /// <summary>As they are published.</summary>
    public IReadOnlyList<StatisticsTable> Tables { get; }

    /// <summary>What is told of an agency in an area.</summary>
    public int? Of(Guid agency, string area) => shares.Of(agency, area);
}
