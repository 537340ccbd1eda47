namespace Platform.Registrations.Statistics;

/// <summary>What is counted of a month. It is held while the month is made, and kept nowhere.</summary>
/// <param name="People">Who was registered.</param>
/// <param name="Events">What was done in the field, and how many people were there.</param>
public sealed record Counted(IReadOnlyList<Counted.Person> People, IReadOnlyList<Counted.Event> Events)
{
    /// <summary>Somebody who was registered.</summary>
    /// <param name="Agency">Whose file it is.</param>
    /// <param name="Area">Code of libya-adm2.csv.</param>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="AgeBand">Code of age-band-unhcr.csv, on the day of registration.</param>
    /// <param name="Setting">Code of setting.csv.</param>
    /// <param name="Statuses">Codes of migration-status.csv, those that hold.</param>
    public sealed record Person(Guid Agency, string Area, string Sex, string AgeBand, string Setting, IReadOnlyCollection<string> Statuses);

    /// <summary>A visit, a disembarkation or an outreach session.</summary>
    /// <param name="Activity">Which of these.</param>
    /// <param name="Agency">Whose it is.</param>
    /// <param name="Area">Code of libya-adm2.csv.</param>
    /// <param name="SiteType">Of a visit: code of site-type.csv.</param>
    /// <param name="Access">Of a visit: code of site-access.csv.</param>
    /// <param name="Groups">How many were there whose sex and age are known, by the codes of <see cref="FieldTables.Groups" />.</param>
    /// <param name="Unspecified">How many besides.</param>
    public sealed record Event(string Activity, Guid Agency, string Area, string? SiteType, string? Access, IReadOnlyDictionary<string, int> Groups, int Unspecified);
}
