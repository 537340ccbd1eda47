using Platform.Contracts.Codes;
using Platform.Registrations.Statistics;

namespace Platform.Registrations.Tests.Statistics;

/// <summary>A month of invented records, from a number: few agencies in few areas, some of which have many people and some hardly any.</summary>
internal sealed class InventedMonth
{
    private readonly Random dice;

    public InventedMonth(int seed)
    {
        dice = new Random(seed);
        Areas = [.. CodeList.Adm2.Codes.Take(dice.Next(2, 5))];
        Agencies = [.. Enumerable.Range(1, dice.Next(1, 5)).Select(number => new Guid(number, 0, 0, new byte[8]))];
        Counted = new(People(), Events());
        Published = MonthlyTables.Of(Counted, Areas);
    }

    public IReadOnlyList<string> Areas { get; }

    public IReadOnlyList<Guid> Agencies { get; }

    public Counted Counted { get; }

    public MonthlyTables Published { get; }

    public StatisticsTable Table(string name) => Published.Tables.Single(table => table.Name == name);

    /// <summary>Whether a number is in a table. A column of <c>null</c> is all of the row.</summary>
    public bool Tells(string name, string row, string? column) => Table(name) is { IsWithheld: false } table && table.Rows.FirstOrDefault(one => one.Code == row) is { } found
        && (column is null ? found.All : found.Values[table.Columns.ToList().IndexOf(column)]) is not null;

    private List<Counted.Person> People()
    {
        var people = new List<Counted.Person>();
        var (ages, statuses, settings) = (Some(CodeList.AgeBands.Codes), Some(CodeList.MigrationStatuses.Codes), Some(CodeList.Settings.Codes));
        foreach (var area in Areas)
        {
            foreach (var agency in Agencies.Where(_ => dice.Next(3) > 0))
            {
                people.AddRange(Enumerable.Range(0, Size()).Select(_ => new Counted.Person(
                    agency, area, dice.Next(20) == 0 ? "unknown" : dice.Next(3) == 0 ? "female" : "male", Of(ages), Of(settings), [.. Enumerable.Range(0, dice.Next(3)).Select(_ => Of(statuses))])));
            }
        }

        return people;
    }

    private List<Counted.Event> Events()
    {
        var (sites, access) = (Some(CodeList.SiteTypes.Codes), Some(CodeList.SiteAccess.Codes));
        return
        [
            .. from activity in MonthlyTables.Activities
               from area in Areas
               from agency in Agencies
               from time in Enumerable.Range(0, dice.Next(3) == 0 ? 0 : dice.Next(1, 6))
               select new Counted.Event(activity, agency, area, Of(sites), Of(access), FieldTables.Groups.ToDictionary(code => code, code => Size() / 2), dice.Next(2) == 0 ? 0 : Size()),
        ];
    }

    /// <summary>Often hardly anybody, sometimes many.</summary>
    private int Size() => dice.Next(4) switch { 0 => dice.Next(4), 1 => dice.Next(15), 2 => dice.Next(40), _ => dice.Next(150) };

    /// <summary>Codes in a random order, of which the first are drawn most.</summary>
    private List<string> Some(IReadOnlyCollection<string> codes)
    {
        var all = codes.ToArray();
        dice.Shuffle(all);
        return [.. all];
    }

    private string Of(List<string> codes) => codes[(int)(codes.Count * Math.Pow(dice.NextDouble(), 3))];
}
