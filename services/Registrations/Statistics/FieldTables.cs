namespace Platform.Registrations.Statistics;

/// <summary>
/// How many people there were at visits, disembarkations or sessions of a month: by area, and each area by women, girls, men and boys. Whose sex or age was not told is counted apart.
/// An area in which nothing was done is none of the table: that says the 5W table, and there is nobody whom it gives away.
/// </summary>
public sealed class FieldTables
{
    /// <summary>How people are told apart who were counted and not asked.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["women", "girls", "men", "boys"];

    private readonly Grid grid;
    private readonly Shares shares;
    private readonly Shares unspecified;

    /// <summary>Counts, and decides what is told.</summary>
    public FieldTables(string activity, IReadOnlyList<Counted.Event> events, IReadOnlyList<string> areas)
    {
        Activity = activity;
        Events = [.. events.Where(one => one.Activity == activity)];
        var agencies = Events.Select(one => one.Agency).Distinct().Order().ToList();
        var active = Events.Count == 0 ? areas : [.. areas.Where(area => Events.Any(one => one.Area == area))];
        var trunk = new Trunk(active, area => Groups.Sum(group => InArea(area, group)));
        Unspecified = new Trunk(active, area => Events.Where(one => one.Area == area).Sum(one => one.Unspecified));

        // by agency the groups are told where all of an area are large enough, and else all of them together
        var divided = trunk.Shown.Select(area => (area, Of: (IReadOnlyList<Guid>)[.. agencies.Where(agency => All(agency, area) > 0)]))
            .Where(one => one.Of.All(agency => Groups.All(group => Of(agency, one.area, group) >= MonthlyTables.SmallestRounded))).ToDictionary(one => one.area, one => one.Of);
        grid = new Grid(trunk, Groups, InArea, MonthlyTables.SmallestRounded, divided, Of);
        shares = new Shares(trunk, agencies, (agency, area) => divided.ContainsKey(area) ? 0 : All(agency, area));
        unspecified = new Shares(Unspecified, agencies, (agency, area) => Events.Where(one => one.Area == area && one.Agency == agency).Sum(one => one.Unspecified));
        Table = agencies.Count < MonthlyTables.FewestAgencies ? StatisticsTable.Withheld(activity) : grid.Table(activity, isRounded: true);
    }

    /// <summary>Which of the activities.</summary>
    public string Activity { get; }

    /// <summary>Those of the month.</summary>
    public IReadOnlyList<Counted.Event> Events { get; }

    /// <summary>As it is published.</summary>
    public StatisticsTable Table { get; }

    /// <summary>Whose sex or age was not told.</summary>
    public Trunk Unspecified { get; }

    /// <summary>What is told of an agency's people in an area, of one group.</summary>
    public int? GroupOf(Guid agency, string area, string group) => grid.PartOf(agency, area, group);

    /// <summary>What is told of them together: their own figure, or the sum of groups that are all told.</summary>
    public int? AllOf(Guid agency, string area) => shares.Of(agency, area) ?? Groups.Aggregate((int?)0, (sum, group) => sum + GroupOf(agency, area, group));

    /// <summary>What is told of those whose sex or age was not.</summary>
    public int? UnspecifiedOf(Guid agency, string area) => unspecified.Of(agency, area);

    private int InArea(string area, string group) => Events.Where(one => one.Area == area).Sum(one => one.Groups.GetValueOrDefault(group));

    private int All(Guid agency, string area) => Groups.Sum(group => Of(agency, area, group));

    private int Of(Guid agency, string area, string group) => Events.Where(one => one.Area == area && one.Agency == agency).Sum(one => one.Groups.GetValueOrDefault(group));
}
