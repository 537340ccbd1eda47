namespace Platform.Access;

/// <summary>What an agreement that is only planned would make possible, by the same words that decide on one in force.</summary>
public static class PlannedAgreement
{
    /// <summary>What one agency could then hand another, and no agreement lets it today.</summary>
    /// <param name="FromAgencyId">Who could hand over.</param>
    /// <param name="ToAgencyId">To whom.</param>
    /// <param name="Purpose">For what.</param>
    /// <param name="AreaCode">Where: a P-code, its beginning, or <c>*</c>.</param>
    /// <param name="Packages">Which data.</param>
    /// <param name="OnlyTogether">Each of these packages can be handed over today, but not all of them on one agreement.</param>
    /// <param name="From">The first day on which no other agreement covers it.</param>
    /// <param name="Until">The planned last day.</param>
    public sealed record Added(
        Guid FromAgencyId, Guid ToAgencyId, string Purpose, string AreaCode, IReadOnlyList<string> Packages, bool OnlyTogether, DateOnly From, DateOnly Until);

    /// <summary>What the agreement adds, were it in force, from today on.</summary>
    /// <param name="standing">Who is who and what they agreed to.</param>
    /// <param name="planned">The agreement.</param>
    /// <param name="today">The day that it is.</param>
    public static IReadOnlyList<Added> AddedBy(this Standing standing, Standing.AgreementEntry planned, DateOnly today)
    {
        var then = standing with { Agreements = [planned] };
        var first = today > planned.From ? today : planned.From;
        return [.. standing.PairsOf(planned).SelectMany(pair => Between(pair.From, pair.To))];

        IEnumerable<Added> Between(Guid from, Guid to)
        {
            var now = standing with { Agreements = [.. standing.Agreements.Where(agreement => agreement.AgencyIds.Contains(from) && agreement.AgencyIds.Contains(to))] };
            // what they cover changes on the day one begins, and on the day after its last
            List<DateOnly> days = [.. now.Agreements.SelectMany(agreement => new[] { agreement.From, After(agreement.Until) }).Append(first)
                .Where(day => day >= first && day <= planned.Until).Distinct().Order()];
            foreach (var (purpose, area) in planned.Purposes.SelectMany(purpose => planned.AreaCodes.Select(area => (purpose, area))))
            {
                var alone = planned.Packages.Select(package => (Package: package, Since: NewSince([package]))).ToList();
                foreach (var since in alone.Where(added => added.Since is not null).GroupBy(added => added.Since!.Value, added => added.Package))
                {
                    yield return new Added(from, to, purpose, area, [.. since], OnlyTogether: false, since.Key, planned.Until);
                }

                if (alone.TrueForAll(added => added.Since is null) && NewSince(planned.Packages) is { } together)
                {
                    yield return new Added(from, to, purpose, area, planned.Packages, OnlyTogether: true, together, planned.Until);
                }

                DateOnly? NewSince(IReadOnlyList<string> packages) => days.Select(day => (DateOnly?)day).FirstOrDefault(day =>
                    then.AgreementFor(from, to, purpose, packages, area, day!.Value) is not null && now.AgreementFor(from, to, purpose, packages, area, day.Value) is null);
            }
        }
    }

    private static DateOnly After(DateOnly day) => day == DateOnly.MaxValue ? day : day.AddDays(1);
}
