using Platform.Access;

namespace Platform.Registrations.Visits;

/// <summary>A use of what was seen at a site.</summary>
/// <param name="UseId">Its id.</param>
/// <param name="Audience">Code of advocacy-audience.csv.</param>
/// <param name="UsedOn">The day.</param>
/// <param name="What">What was asked for or said.</param>
/// <param name="Mitigation">What keeps those who talked from harm.</param>
/// <param name="RecordedBy">The supervisor who wrote it down.</param>
/// <param name="RecordedAt">When.</param>
public sealed record AdvocacyUseView(Guid UseId, string Audience, DateOnly UsedOn, string What, string? Mitigation, Guid RecordedBy, DateTimeOffset RecordedAt)
{
    /// <summary>The name that the words are sealed under, with the visit's key.</summary>
    internal const string WordsName = "advocacy-use";

    internal const string Select = "select u.visit_id, u.use_id, u.audience, u.used_on, u.recorded_by, u.recorded_at, u.sealed from visit_uses u";

    internal const string SelectOne = $"{Select} where u.use_id = @useId";

    internal sealed record Words(string What, string? Mitigation);

    internal sealed record Row(Guid VisitId, Guid UseId, string Audience, DateOnly UsedOn, Guid RecordedBy, DateTimeOffset RecordedAt, byte[] Sealed);

    internal static AdvocacyUseView Of(Row row, RecordKey key)
    {
        var words = key.Open<Words>(WordsName, row.Sealed);
        return new(row.UseId, row.Audience, row.UsedOn, words.What, words.Mitigation, row.RecordedBy, row.RecordedAt);
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid useId) =>
        await work.CommitAsync<Row>(SelectOne, new { useId }) is { } row && await work.Service<KeyStore>().GetAsync(row.VisitId, CancellationToken.None) is { } key ? Of(row, key) : null;
}
