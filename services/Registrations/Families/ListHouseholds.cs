using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>The households that a person is and was of, the newest first. Who else is of one is the household's to tell.</summary>
public static class ListHouseholds
{
    /// <summary>One of them.</summary>
    /// <param name="HouseholdId">Its id.</param>
    /// <param name="Member">What the person is or was in it.</param>
    public sealed record Item(Guid HouseholdId, HouseholdView.Member Member);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/household", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<Item>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<HouseholdView.Row>(HouseholdView.SelectOfPerson, new { personId });
        return rows.Count > 0 && await keys.GetAsync(personId, ct) is { } key
            ? Results.Ok(new Page<Item>([.. rows.Take(500).Select(row => new Item(row.HouseholdId, HouseholdView.Of(row, key)))], null))
            : Results.Ok(new Page<Item>([], null));
    }
}
