namespace Platform.Registrations.Statistics;

/// <summary>How many there were of something in the country and in each area: what all tables of it have in common. It is decided first, and the same in each.</summary>
public sealed class Trunk
{
    /// <summary>Where the number of the whole country goes, to be divided.</summary>
    public const string Country = "country";

    /// <summary>Decides which areas are told.</summary>
    /// <param name="areas">Codes, in the order of the table.</param>
    /// <param name="countOf">How many there were in an area.</param>
    public Trunk(IReadOnlyList<string> areas, Func<string, int> countOf)
    {
        All = new Figure(Network.Outside, Country, areas.Sum(countOf)).Settle();
        Areas = areas.ToDictionary(area => area, area => new Figure(Country, area, countOf(area)));
        var network = NewNetwork();
        foreach (var figure in Areas.Values)
        {
            network.Add(new(figure.To, Network.Outside, figure.Value)).Hide();   // no figure of its own: all of an area goes on
        }

        network.Protect();
        foreach (var figure in Areas.Values)
        {
            figure.Settle();
        }
    }

    /// <summary>The whole country.</summary>
    public Figure All { get; }

    /// <summary>Each area.</summary>
    public IReadOnlyDictionary<string, Figure> Areas { get; }

    /// <summary>Areas that are told.</summary>
    public IEnumerable<string> Shown => Areas.Where(area => !area.Value.IsHidden).Select(area => area.Key);

    /// <summary>Whether an area is told.</summary>
    public bool Shows(string area) => !Areas[area].IsHidden;

    /// <summary>A network in which these figures stand already.</summary>
    public Network NewNetwork()
    {
        var network = new Network();
        network.Add(All);
        foreach (var area in Areas.Values)
        {
            network.Add(area);
        }

        return network;
    }
}
