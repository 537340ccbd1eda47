using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>All that was ever said of who is what to a person, the newest first, what has ended included.</summary>
public static class ListFamily
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/family", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<FamilyLinkView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<FamilyLinkView.Row>(FamilyLinkView.SelectAll, new { personId });
        return rows.Count > 0 && await keys.GetAsync(personId, ct) is { } key
            ? Results.Ok(new Page<FamilyLinkView>([.. rows.Take(500).Select(row => FamilyLinkView.Of(row, key))], null))
            : Results.Ok(new Page<FamilyLinkView>([], null));
    }
}
