namespace Platform.Registrations.Statistics;

/// <summary>
/// Areas by something else, with totals of both. Of an area that is not told, nothing is. Two grids on the same trunk need not know of each other: whatever the numbers of an area are
/// by sex and by age, there can be people who are of both.
/// </summary>
public sealed class Grid
{
    private readonly Trunk trunk;
    private readonly IReadOnlyList<string> codes;
    private readonly Dictionary<(string Area, string Code), Figure> cells = [];
    private readonly Dictionary<string, Figure> totals = [];
    private readonly Dictionary<(Guid Agency, string Area, string Code), Figure> parts = [];

    /// <summary>Decides what is told.</summary>
    /// <param name="trunk">How many there were in each area.</param>
    /// <param name="codes">The columns, together all of them.</param>
    /// <param name="countOf">How many of an area are of a column.</param>
    /// <param name="smallest">The smallest number that is told.</param>
    /// <param name="agenciesOf">By which agencies the numbers of an area are told, too; null or none for those that are not.</param>
    /// <param name="partOf">How many of an area and a column are of an agency.</param>
    public Grid(
        Trunk trunk, IReadOnlyList<string> codes, Func<string, string, int> countOf, int smallest = Network.Least,
        IReadOnlyDictionary<string, IReadOnlyList<Guid>>? agenciesOf = null, Func<Guid, string, string, int>? partOf = null)
    {
        (this.trunk, this.codes) = (trunk, codes);
        var network = trunk.NewNetwork();
        foreach (var code in codes)
        {
            var column = $"of {code}";
            foreach (var area in trunk.Areas.Keys)
            {
                var agencies = agenciesOf?.GetValueOrDefault(area) ?? [];
                var from = agencies.Count == 0 ? area : $"{area} {code}";
                cells[(area, code)] = network.Add(new(from, column, countOf(area, code), smallest));
                foreach (var agency in agencies)
                {
                    parts[(agency, area, code)] = network.Add(new(area, from, partOf!(agency, area, code), smallest));
                }
            }

            totals[code] = network.Add(new(column, Network.Outside, trunk.Areas.Keys.Sum(area => countOf(area, code)), smallest));
        }

        foreach (var figure in cells.Where(cell => !trunk.Shows(cell.Key.Area)).Select(cell => cell.Value).Concat(parts.Where(part => !trunk.Shows(part.Key.Area)).Select(part => part.Value)))
        {
            figure.Hide();
        }

        network.Protect();
    }

    /// <summary>What is told of an agency's part of a cell.</summary>
    public int? PartOf(Guid agency, string area, string code) => parts.TryGetValue((agency, area, code), out var part) ? part.Shown : null;

    /// <summary>The table as it is published.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isRounded">Whether all but the totals of areas is told to the nearest five.</param>
    public StatisticsTable Table(string name, bool isRounded)
    {
        int? Told(Figure figure) => isRounded ? StatisticsTable.Rounded(figure.Shown) : figure.Shown;
        return new(name, false, codes,
        [
            .. trunk.Shown.Select(area => new StatisticsTable.Row(area, [.. codes.Select(code => Told(cells[(area, code)]))], trunk.Areas[area].Shown)),
            new(StatisticsTable.Total, [.. codes.Select(code => Told(totals[code]))], trunk.All.Shown),
        ]);
    }
}
