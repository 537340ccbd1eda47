using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Duplicates;

/// <summary>The pairs at the lead's desk, the newest first; of one state where that is asked. Whose they are is not in the list.</summary>
public static class ListDuplicates
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(Guid DuplicateId, string State, string Band, IReadOnlyList<string> Reasons, DateTimeOffset FoundAt, Guid? DecidedBy, int Version);

    private sealed record Row(Guid DuplicateId, string State, string Band, string[] Reasons, DateTimeOffset FoundAt, Guid? DecidedBy, int Version, DateTimeOffset SortAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/duplicates", HandleAsync).RequireAuthorization(Policies.DecideDuplicates).Audited(DataClass.Envelope).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(string? state, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        if (state is not (null or "open" or "same-proposed" or "same" or "different"))
        {
            return Refusal.Field("$.state", Texts.In("Not a state of a pair of records.", "ليست حالة زوج من السجلات.", "N'est pas un état d'une paire de dossiers."));
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(state is null ? Select : SelectByState, new { state, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.DuplicateId));
        await work.CommitAsync();
        return Results.Ok(page.Of(rows, row => new Item(row.DuplicateId, row.State, row.Band, row.Reasons, row.FoundAt, row.DecidedBy, row.Version), row => (row.SortAt, row.DuplicateId)));
    }

    private const string Select = $"{Newest.In}'duplicates'{Newest.Page}{Rows}";

    private const string SelectByState = $"{Newest.In}'duplicates' and state = @state{Newest.Page}{Rows}";

    private const string Rows = """
        select d.duplicate_id, d.state, d.band, d.reasons, d.found_at, d.decided_by, d.version, n.sort_at
          from newest n
          join duplicates d on d.duplicate_id = n.record
         order by n.sort_at desc, n.record desc
        """;
}
