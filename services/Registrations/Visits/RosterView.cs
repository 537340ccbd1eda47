using Platform.Access;

namespace Platform.Registrations.Visits;

/// <summary>Who was met at a visit, each by a number: nobody by name.</summary>
/// <param name="Items">In order of their numbers.</param>
public sealed record RosterView(IReadOnlyList<RosterView.Entry> Items)
{
    /// <summary>Somebody who was met.</summary>
    /// <param name="EntryId">Its id.</param>
    /// <param name="Number">As on the list that was kept.</param>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="AgeBand">Code of age-band-unhcr.csv.</param>
    /// <param name="Nationality">ISO 3166-1 alpha-3, as claimed.</param>
    /// <param name="Needs">Categories of unhcr-specific-needs.csv.</param>
    /// <param name="Promoted">Whether a person was registered from it; whom stands nowhere.</param>
    public sealed record Entry(Guid EntryId, int Number, string Sex, string AgeBand, string? Nationality, IReadOnlyList<string>? Needs, bool Promoted);

    /// <summary>What is sealed with the visit's key.</summary>
    internal sealed record Told(string Sex, string AgeBand, string? Nationality, IReadOnlyList<string>? Needs);

    internal sealed record Row(Guid EntryId, int Number, byte[] Sealed, bool Promoted);

    /// <summary>The name it is sealed under.</summary>
    internal const string Name = "roster";

    internal const string Select = "select entry_id, number, sealed, promoted from visit_roster where visit_id = @visitId order by number";

    internal static RosterView Of(IEnumerable<Row> rows, RecordKey key) => new([.. rows.Select(row =>
    {
        var told = key.Open<Told>(Name, row.Sealed);
        return new Entry(row.EntryId, row.Number, told.Sex, told.AgeBand, told.Nationality, told.Needs, row.Promoted);
    })]);
}
