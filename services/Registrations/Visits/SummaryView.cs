using Platform.Access;

namespace Platform.Registrations.Visits;

/// <summary>What the agency knows of a visit.</summary>
/// <param name="VisitId">The visit, which not everybody who reads this may open.</param>
/// <param name="SiteType">Code of site-type.csv; the site is not named here.</param>
/// <param name="AreaCode">adm3 P-code.</param>
/// <param name="VisitedOn">The day.</param>
/// <param name="Summary">What was found.</param>
/// <param name="Recommendations">What should follow.</param>
/// <param name="SharedBy">The supervisor who shared it.</param>
/// <param name="SharedAt">When.</param>
public sealed record SummaryView(Guid VisitId, string SiteType, string AreaCode, DateOnly VisitedOn, string Summary, string? Recommendations, Guid SharedBy, DateTimeOffset SharedAt)
{
    /// <summary>The name that the words are sealed under, with the visit's key.</summary>
    internal const string WordsName = "visit-summary";

    internal sealed record Words(string Summary, string? Recommendations);

    internal sealed record Row(Guid VisitId, string SiteType, string AreaCode, DateOnly VisitedOn, Guid SharedBy, DateTimeOffset SharedAt, byte[] Sealed);

    internal static SummaryView Of(Row row, RecordKey key)
    {
        var words = key.Open<Words>(WordsName, row.Sealed);
        return new(row.VisitId, row.SiteType, row.AreaCode, row.VisitedOn, words.Summary, words.Recommendations, row.SharedBy, row.SharedAt);
    }
}
