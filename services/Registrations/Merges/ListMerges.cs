using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Merges;

/// <summary>What was proposed and decided about a file, whichever side of it the file is on; the newest first. What is told of each merge is told by itself.</summary>
public static class ListMerges
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(Guid MergeId, string State, Guid Kept, Guid Merged, Guid ProposedBy, DateTimeOffset ProposedAt, int Version);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/merges", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(Guid personId, PageRequest page, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        work.AuditRecords([personId]);
        var rows = await work.CommitRowsAsync<Item>(Select, new { personId, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        return Results.Ok(page.Of(rows, row => row, row => (row.ProposedAt, row.MergeId)));
    }

    private const string Select = """
        select merge_id, state, kept, merged, proposed_by, proposed_at, version from merges
         where (kept = @personId or merged = @personId) and (proposed_at, merge_id) < (@before, @beforeRecord)
         order by proposed_at desc, merge_id desc limit @limit
        """;
}
