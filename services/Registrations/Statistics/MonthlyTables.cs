using System.Text.Json.Serialization;

namespace Platform.Registrations.Statistics;

/// <summary>All that is published of a month.</summary>
/// <param name="Tables">The fixed tables.</param>
/// <param name="FiveW">Who did what where, for how many.</param>
public sealed record MonthlyTables(IReadOnlyList<StatisticsTable> Tables, IReadOnlyList<FiveWLine> FiveW)
{
    /// <summary>The smallest number that is told to the nearest five: twelve would be told as ten.</summary>
    public const int SmallestRounded = 13;

    /// <summary>A table about children, or of who asked for protection, is of at least so many agencies.</summary>
    public const int FewestAgencies = 3;

    /// <summary>The table of people who were counted without their sex or their age.</summary>
    public const string Unspecified = "sex-or-age-not-known";

    /// <summary>What is done in the field, and the table of the people who were there.</summary>
    public static IReadOnlyList<string> Activities { get; } = ["people-at-visits", "people-disembarked", "people-in-outreach"];

    /// <summary>The names of all tables, in order.</summary>
    [JsonIgnore]
    public static IReadOnlyList<string> Names { get; } =
        ["registered-by-sex", "registered-by-age", "registered-by-setting", "registered-by-status", VisitTable.Name, .. Activities, Unspecified];

    /// <summary>Counts, and decides what is told.</summary>
    public static MonthlyTables Of(Counted counted, IReadOnlyList<string> areas)
    {
        var people = new PeopleTables(counted.People, areas);
        var field = Activities.Select(activity => new FieldTables(activity, counted.Events, areas)).ToList();
        return new(
            [.. people.Tables, VisitTable.Of(field[0].Events), .. field.Select(one => one.Table), NotKnown(field, areas)],
            [.. areas.SelectMany(area => people.Agencies.Select(agency => FiveWLine.OfPeople(people, agency, area))).OfType<FiveWLine>(), .. field.SelectMany(FiveWLine.OfField)]);
    }

    private static StatisticsTable NotKnown(List<FieldTables> field, IReadOnlyList<string> areas) => new(Unspecified, false, Activities,
    [
        .. areas.Where(area => field.Exists(one => one.Unspecified.Areas.ContainsKey(area) && one.Unspecified.Shows(area)))
            .Select(area => new StatisticsTable.Row(area, [.. field.Select(one => one.Unspecified.Areas.GetValueOrDefault(area)?.Shown)], null)),
        new(StatisticsTable.Total, [.. field.Select(one => one.Unspecified.All.Shown)], null),
    ]);
}
