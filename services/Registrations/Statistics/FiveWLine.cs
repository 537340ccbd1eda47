namespace Platform.Registrations.Statistics;

/// <summary>Who did what where in a month, and for how many people: a row of the 5W table.</summary>
/// <param name="Agency">Who.</param>
/// <param name="Activity">What: <c>registration</c>, or one of <see cref="MonthlyTables.Activities" />.</param>
/// <param name="Area">Where: code of libya-adm2.csv. What it was exactly is not told.</param>
/// <param name="Activities">How often; of registrations that is not told.</param>
/// <param name="Reached">How many people whose sex and age are known, or who were registered; null where it is hidden.</param>
/// <param name="Women">Of these; to the nearest five, as all parts.</param>
/// <param name="Girls">Of these.</param>
/// <param name="Men">Of these.</param>
/// <param name="Boys">Of these.</param>
/// <param name="Unspecified">How many besides, whose sex or age is not known.</param>
public sealed record FiveWLine(Guid Agency, string Activity, string Area, int? Activities, int? Reached, int? Women, int? Girls, int? Men, int? Boys, int? Unspecified)
{
    /// <summary>What is called the registration of people.</summary>
    public const string Registration = "registration";

    /// <summary>Registrations of an agency in an area; without a number there is no row, which would say that there were some.</summary>
    internal static FiveWLine? OfPeople(PeopleTables people, Guid agency, string area) =>
        people.Of(agency, area) is { } reached ? new(agency, Registration, area, null, reached, null, null, null, null, null) : null;

    /// <summary>What was done in the field, whoever came.</summary>
    internal static IEnumerable<FiveWLine> OfField(FieldTables field)
    {
        foreach (var done in field.Events.GroupBy(one => (one.Area, one.Agency)).OrderBy(done => done.Key.Area, StringComparer.Ordinal).ThenBy(done => done.Key.Agency))
        {
            var (area, agency) = done.Key;
            int? Group(string group) => StatisticsTable.Rounded(field.GroupOf(agency, area, group));
            yield return new(
                agency, field.Activity, area, done.Count(), field.AllOf(agency, area), Group("women"), Group("girls"), Group("men"), Group("boys"), field.UnspecifiedOf(agency, area));
        }
    }
}
