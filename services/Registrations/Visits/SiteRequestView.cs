using Platform.Access;

namespace Platform.Registrations.Visits;

/// <summary>What was asked of a site's authority, and what came of it.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="State">open or answered.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="DueOn">The day by which it should be answered.</param>
/// <param name="Overdue">It is open, and that day is over.</param>
/// <param name="What">What was asked.</param>
/// <param name="Outcome">met, partly-met or refused.</param>
/// <param name="RepliedOn">The day of the reply.</param>
/// <param name="Reply">What was replied.</param>
public sealed record SiteRequestView(
    Guid RequestId, string State, Guid AskedBy, DateTimeOffset AskedAt, DateOnly DueOn, bool Overdue, string What, string? Outcome, DateOnly? RepliedOn, string? Reply)
{
    /// <summary>The names that the words are sealed under, with the visit's key.</summary>
    internal const string AskedName = "site-request", ReplyName = "site-reply";

    internal const string Columns = """
        r.visit_id, r.request_id, r.state, r.asked_by, r.asked_at, r.due_on, r.state = 'open' and r.due_on < (access.now() at time zone 'utc')::date as overdue, r.outcome, r.replied_on, r.asked, r.reply
        """;

    internal const string SelectOne = $"select {Columns} from site_requests r where r.request_id = @requestId";

    internal sealed record Row(
        Guid VisitId, Guid RequestId, string State, Guid AskedBy, DateTimeOffset AskedAt, DateOnly DueOn, bool Overdue, string? Outcome, DateOnly? RepliedOn, byte[] Asked, byte[]? Reply);

    internal static SiteRequestView Of(Row row, RecordKey key) => new(
        row.RequestId, row.State, row.AskedBy, row.AskedAt, row.DueOn, row.Overdue, key.Open<string>(AskedName, row.Asked), row.Outcome, row.RepliedOn,
        row.Reply is { } reply ? key.Open<string>(ReplyName, reply) : null);

    internal static async Task<object?> RebuildAsync(Work work, Guid requestId) =>
        await work.CommitAsync<Row>(SelectOne, new { requestId }) is { } row && await work.Service<KeyStore>().GetAsync(row.VisitId, CancellationToken.None) is { } key ? Of(row, key) : null;
}
