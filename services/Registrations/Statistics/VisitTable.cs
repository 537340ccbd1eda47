using Platform.Contracts.Codes;

namespace Platform.Registrations.Statistics;

/// <summary>
/// How visits went, in the whole country: by what kind of site it was and whether one was let in. Not by area: how many an agency made where, the 5W table says, and in an area with
/// one site it would say which site refused.
/// </summary>
public static class VisitTable
{
    /// <summary>Its name.</summary>
    public const string Name = "visits-by-access";

    /// <summary>Counts, and decides what is told.</summary>
    public static StatisticsTable Of(IReadOnlyList<Counted.Event> visits)
    {
        var all = new Figure(Network.Outside, Trunk.Country, visits.Count).Settle();
        if (all.IsHidden)
        {
            return StatisticsTable.Withheld(Name);
        }

        var (access, sites, network) = (CodeList.SiteAccess.Codes, CodeList.SiteTypes.Codes, new Network());
        network.Add(all);
        var columns = access.ToDictionary(code => code, code => network.Add(new(Trunk.Country, $"access {code}", visits.Count(visit => visit.Access == code))));
        var rows = sites.ToDictionary(code => code, code => network.Add(new($"site {code}", Network.Outside, visits.Count(visit => visit.SiteType == code))));
        var cells = sites.SelectMany(site => access.Select(code => (site, code)))
            .ToDictionary(cell => cell, cell => network.Add(new($"access {cell.code}", $"site {cell.site}", visits.Count(visit => visit.Access == cell.code && visit.SiteType == cell.site))));
        network.Protect();
        return new(Name, false, access,
        [
            .. sites.Where(site => !rows[site].IsHidden || access.Any(code => !cells[(site, code)].IsHidden)).Select(site => new StatisticsTable.Row(site, [.. access.Select(code => cells[(site, code)].Shown)], rows[site].Shown)),
            new(StatisticsTable.Total, [.. access.Select(code => columns[code].Shown)], all.Shown),
        ]);
    }
}
