using System.Collections.Concurrent;
using Platform.Contracts.Codes;
using Platform.Registrations.Statistics;

namespace Platform.Registrations.Tests.Statistics;

/// <summary>What is published of a month gives nobody away: whoever solves for what is hidden finds nothing that can only be small.</summary>
public sealed class MonthlyTablesTests
{
    private static readonly int Months = Environment.GetEnvironmentVariable("TEST_DEEP") is { Length: > 0 } ? 100 : 40;   // for each of the three, others

    [Fact]
    public void No_combination_of_what_is_published_of_those_registered_gives_less_than_eleven() =>
        Assert.Equal([], Broken(0, seed => Attacks(new InventedMonth(seed)).SelectMany(attack => attack.Run())));

    [Fact]
    public void No_combination_of_what_is_published_of_those_met_in_the_field_gives_less_than_eleven() =>
        Assert.Equal([], Broken(1000, seed => MonthlyTables.Activities.SelectMany(activity => InTheField(new InventedMonth(seed), activity)).SelectMany(attack => attack.Run())));

    [Fact]
    public void No_combination_of_what_is_published_of_visits_gives_less_than_eleven() =>
        Assert.Equal([], Broken(2000, seed => new InventedMonth(seed) is var month && month.Table(VisitTable.Name).IsWithheld ? [] : Visits(month).Run()));

    /// <summary>Otherwise the others would prove nothing: of tables in which only what is small is hidden, they compute it.</summary>
    [Fact]
    public void Who_hides_only_what_is_small_is_found_out()
    {
        var broken = Broken(0, seed => Attacks(new InventedMonth(seed), isNaive: true).SelectMany(attack => attack.Run()), months: 20);
        Assert.True(broken.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Distinct().Count() >= 15, string.Join('\n', broken));
    }

    [Fact]
    public void Most_of_what_is_large_is_told()
    {
        var (told, large) = (0, 0);
        foreach (var month in Enumerable.Range(0, 40).Select(seed => new InventedMonth(seed)))
        {
            foreach (var area in month.Areas.Where(area => month.Tells("registered-by-sex", area, null)))
            {
                large += CodeList.Settings.Codes.Count(code => month.Counted.People.Count(person => person.Area == area && person.Setting == code) >= 11);
                told += CodeList.Settings.Codes.Count(code => month.Tells("registered-by-setting", area, code));
            }
        }

        Assert.True(told > large * 0.4, $"{told} of {large}");
    }

    [Fact]
    public void The_same_month_is_the_same_table() => Assert.Equal(
        System.Text.Json.JsonSerializer.Serialize(new InventedMonth(7).Published), System.Text.Json.JsonSerializer.Serialize(new InventedMonth(7).Published));

    private static ConcurrentBag<string> Broken(int first, Func<int, IEnumerable<string>> attack, int? months = null)
    {
        var broken = new ConcurrentBag<string>();
        Parallel.For(first, first + (months ?? Months), seed =>
        {
            foreach (var line in attack(seed)) broken.Add($"{seed}: {line}");
        });
        return broken;
    }

    /// <summary>Those registered, told apart by sex and age, by sex and setting, and by age and status, each by agency, too.</summary>
    private static IEnumerable<Attack> Attacks(InventedMonth month, bool isNaive = false)
    {
        var sex = new Dimension("registered-by-sex", PeopleTables.Sexes, person => person.Sex == "female" ? "female" : "male-or-other");
        var age = new Dimension("registered-by-age", CodeList.AgeBands.Codes, person => person.AgeBand);
        var setting = new Dimension("registered-by-setting", CodeList.Settings.Codes, person => person.Setting);
        var status = new Dimension("registered-by-status", PeopleTables.Statuses, person => person.Statuses.Distinct().ToList() switch { [] => "none", [var only] => only, _ => "several" });
        return ((Dimension, Dimension)[])[(sex, age), (sex, setting), (age, status)] is var pairs ? pairs.Select(pair => Registered(month, pair.Item1, pair.Item2, isNaive)) : [];
    }

    private sealed record Dimension(string Table, IReadOnlyCollection<string> Codes, Func<Counted.Person, string> CodeOf);

    private static Attack Registered(InventedMonth month, Dimension one, Dimension other, bool isNaive)
    {
        var people = month.Counted.People;
        List<(string Area, Guid Agency, string One, string Other)> kinds = [.. from area in month.Areas from agency in month.Agencies from a in one.Codes from b in other.Codes
            where !month.Tells("registered-by-sex", area, null) || people.Any(person => person.Area == area && person.Agency == agency) select (area, agency, a, b)];
        var attack = new Attack(kinds.Count);
        Add("country/all", _ => true, _ => true, Is("registered-by-sex", StatisticsTable.Total, null));
        foreach (var area in month.Areas)
        {
            Add($"areas/{area}", kind => kind.Area == area, person => person.Area == area, Is("registered-by-sex", area, null));
            foreach (var agency in month.Agencies.Where(agency => people.Any(person => person.Area == area && person.Agency == agency)))
            {
                Add($"agencies of {area}/{agency}", kind => kind.Area == area && kind.Agency == agency, person => person.Area == area && person.Agency == agency,
                    month.Published.FiveW.Any(row => row.Activity == FiveWLine.Registration && row.Area == area && row.Agency == agency && row.Reached is not null));
            }

            foreach (var code in one.Codes) Add($"{one.Table} {area}/{code}", kind => kind.Area == area && kind.One == code, person => person.Area == area && one.CodeOf(person) == code, Is(one.Table, area, code));
            foreach (var code in other.Codes) Add($"{other.Table} {area}/{code}", kind => kind.Area == area && kind.Other == code, person => person.Area == area && other.CodeOf(person) == code, Is(other.Table, area, code));
        }

        foreach (var code in one.Codes) Add($"{one.Table} country/{code}", kind => kind.One == code, person => one.CodeOf(person) == code, Is(one.Table, StatisticsTable.Total, code));
        foreach (var code in other.Codes) Add($"{other.Table} country/{code}", kind => kind.Other == code, person => other.CodeOf(person) == code, Is(other.Table, StatisticsTable.Total, code));
        return attack;

        bool Is(string table, string row, string? column) => month.Tells(table, row, column);

        void Add(string name, Func<(string Area, Guid Agency, string One, string Other), bool> of, Func<Counted.Person, bool> who, bool isPublished)
        {
            var value = people.Count(who);
            attack.Add(name, Enumerable.Range(0, kinds.Count).Where(kind => of(kinds[kind])), value, isNaive ? value >= 11 : isPublished);
        }
    }

    private static IEnumerable<Attack> InTheField(InventedMonth month, string activity)
    {
        var events = month.Counted.Events.Where(one => one.Activity == activity).ToList();
        if (events.Count == 0) yield break;   // nothing is published

        var rows = month.Published.FiveW.Where(row => row.Activity == activity).ToList();
        var areas = month.Areas.Where(area => events.Exists(one => one.Area == area)).ToList();
        int Of(string? area, Guid? agency, string? group) => events.Where(one => (area ?? one.Area) == one.Area && (agency ?? one.Agency) == one.Agency).Sum(one => group is null ? one.Groups.Values.Sum() : one.Groups[group]);
        List<(string Area, Guid Agency, string Group)> kinds = [.. from area in areas from agency in month.Agencies from one in FieldTables.Groups
            where Of(area, agency, null) > 0 || (Of(area, null, null) == 0 && events.Exists(done => done.Area == area && done.Agency == agency)) select (area, agency, one)];
        var known = new Attack(kinds.Count);
        known.Add("country/all", All(_ => true), Of(null, null, null), month.Tells(activity, StatisticsTable.Total, null));
        foreach (var area in areas)
        {
            known.Add($"areas/{area}", All(kind => kind.Area == area), Of(area, null, null), month.Tells(activity, area, null));
            foreach (var one in FieldTables.Groups) known.Add($"{area}/{one}", All(kind => kind.Area == area && kind.Group == one), Of(area, null, one), month.Tells(activity, area, one));
        }

        foreach (var one in FieldTables.Groups) known.Add($"country/{one}", All(kind => kind.Group == one), Of(null, null, one), month.Tells(activity, StatisticsTable.Total, one));
        foreach (var row in rows.Where(row => Of(row.Area, row.Agency, null) > 0))
        {
            known.Add($"agencies of {row.Area}/{row.Agency}", All(kind => kind.Area == row.Area && kind.Agency == row.Agency), Of(row.Area, row.Agency, null), row.Reached is not null);
            foreach (var (one, told) in FieldTables.Groups.Zip((int?[])[row.Women, row.Girls, row.Men, row.Boys]).Where(_ => row is not { Women: null, Girls: null, Men: null, Boys: null }))
            {
                known.Add($"{row.Area} {one}/{row.Agency}", All(kind => kind == (row.Area, row.Agency, one)), Of(row.Area, row.Agency, one), told is not null);
            }
        }

        yield return known;

        int Besides(string? area, Guid? agency) => events.Where(one => (area ?? one.Area) == one.Area && (agency ?? one.Agency) == one.Agency).Sum(one => one.Unspecified);
        List<(string Area, Guid Agency)> others = [.. from area in areas from agency in month.Agencies
            where Besides(area, agency) > 0 || (Besides(area, null) == 0 && events.Exists(done => done.Area == area && done.Agency == agency)) select (area, agency)];
        var besides = new Attack(others.Count);
        IEnumerable<int> Other(Func<(string Area, Guid Agency), bool> isSo) => Enumerable.Range(0, others.Count).Where(kind => isSo(others[kind]));
        besides.Add("country/besides", Other(_ => true), Besides(null, null), month.Tells(MonthlyTables.Unspecified, StatisticsTable.Total, activity));
        foreach (var area in areas) besides.Add($"areas/{area} besides", Other(kind => kind.Area == area), Besides(area, null), month.Tells(MonthlyTables.Unspecified, area, activity));
        foreach (var row in rows.Where(row => Besides(row.Area, row.Agency) > 0))
        {
            besides.Add($"agencies of {row.Area}/{row.Agency}", Other(kind => kind == (row.Area, row.Agency)), Besides(row.Area, row.Agency), row.Unspecified is not null);
        }

        yield return besides;

        IEnumerable<int> All(Func<(string Area, Guid Agency, string Group), bool> isSo) => Enumerable.Range(0, kinds.Count).Where(kind => isSo(kinds[kind]));
    }

    private static Attack Visits(InventedMonth month)
    {
        var visits = month.Counted.Events.Where(one => one.Activity == MonthlyTables.Activities[0]).ToList();
        List<(string Site, string Access)> kinds = [.. from site in CodeList.SiteTypes.Codes from access in CodeList.SiteAccess.Codes select (site, access)];
        var attack = new Attack(kinds.Count);
        Add("country/all", (_, _) => true, StatisticsTable.Total, null);
        foreach (var access in CodeList.SiteAccess.Codes) Add($"country/{access}", (_, of) => of == access, StatisticsTable.Total, access);
        foreach (var site in CodeList.SiteTypes.Codes)
        {
            Add($"sites/{site}", (of, _) => of == site, site, null);
            foreach (var access in CodeList.SiteAccess.Codes) Add($"{site}/{access}", (one, other) => (one, other) == (site, access), site, access);
        }

        return attack;

        void Add(string name, Func<string, string, bool> of, string row, string? column) => attack.Add(
            name, Enumerable.Range(0, kinds.Count).Where(kind => of(kinds[kind].Site, kinds[kind].Access)), visits.Count(visit => of(visit.SiteType!, visit.Access!)), month.Tells(VisitTable.Name, row, column));
    }
}
