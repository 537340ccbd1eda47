using Platform.Access;

namespace Platform.Registrations.People;

/// <summary>The people whose case the caller keeps, the newest first.</summary>
public static class ListPeople
{
    /// <summary>A line of the list.</summary>
    public sealed record Item(
        Guid PersonId, string CaseCode, string GivenName, string? FamilyName, string Sex, string AgeBand, string AreaCode, string Setting,
        DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt);

    private sealed record Row(
        Guid PersonId, string CaseCode, string AreaCode, string Setting, DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, byte[] Sealed, DateTimeOffset SortAt);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<Row>(Select, new { page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        work.AuditRecords(rows.Take(page.Limit).Select(row => row.PersonId));
        await work.CommitAsync();
        var opened = await OpenAsync(rows, work, keys, ct);
        return Results.Ok(page.Of(opened, entry => entry.Item, entry => (entry.Row.SortAt, entry.Row.PersonId)));
    }

    private static async Task<List<(Row Row, Item Item)>> OpenAsync(IReadOnlyList<Row> rows, Work work, KeyStore keys, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var keyOf = await keys.GetAsync([.. rows.Select(row => row.PersonId)], ct);
        var opened = new List<(Row, Item)>(rows.Count);
        foreach (var row in rows)
        {
            if (keyOf.TryGetValue(row.PersonId, out var key))
            {
                var identity = key.Open<Identity>(Identity.Package, row.Sealed);
                opened.Add((row, new Item(
                    row.PersonId, row.CaseCode, identity.GivenName, identity.FamilyName, identity.Sex, identity.AgeBandOn(today), row.AreaCode, row.Setting,
                    row.RegisteredAt, row.UpdatedAt)));
            }
        }

        return opened;
    }

    private const string Select = $"""
        {Newest.In}'people'{Newest.Page}
        select p.person_id, p.case_code, p.area_code, p.setting, p.registered_at, p.updated_at, i.sealed, n.sort_at
          from newest n
          join people p on p.person_id = n.record
          join person_identities i on i.person_id = p.person_id
         order by n.sort_at desc, n.record desc
        """;
}
