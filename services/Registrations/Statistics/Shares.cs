namespace Platform.Registrations.Statistics;

/// <summary>
/// How many of each area are of each agency, without totals of an agency: what rows of the 5W table say. That an agency has none is no figure: it is not in the table, as
/// others are not who are no part of the platform, and gives nobody away.
/// </summary>
public sealed class Shares
{
    private readonly Dictionary<(Guid Agency, string Area), Figure> figures = [];

    /// <summary>Decides what is told.</summary>
    /// <param name="trunk">How many there were in each area.</param>
    /// <param name="agencies">Who had part in it at all.</param>
    /// <param name="countOf">How many of an area are of an agency.</param>
    public Shares(Trunk trunk, IReadOnlyCollection<Guid> agencies, Func<Guid, string, int> countOf)
    {
        var network = trunk.NewNetwork();
        foreach (var area in trunk.Areas.Keys)
        {
            if (!trunk.Shows(area))
            {
                network.Add(new(area, Network.Outside, trunk.Areas[area].Value)).Hide();   // whoever it was
                continue;
            }

            foreach (var agency in agencies.Where(agency => countOf(agency, area) > 0))
            {
                figures[(agency, area)] = network.Add(new(area, Network.Outside, countOf(agency, area)));
            }
        }

        network.Protect();
    }

    /// <summary>What is told of an agency in an area.</summary>
    public int? Of(Guid agency, string area) => figures.TryGetValue((agency, area), out var figure) ? figure.Shown : null;
}
