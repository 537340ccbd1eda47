using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Consents;

/// <summary>Everything a person has agreed to, what they took back included.</summary>
public static class ListConsents
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/consents", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Consent)
            .Produces<Page<ConsentView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var consents = await work.CommitRowsAsync<ConsentView.Row>($"{ConsentView.Select} where person_id = @personId order by given_at desc, consent_id limit 500", new { personId });
        var key = consents.Exists(row => row.Witness is not null) ? await keys.GetAsync(personId, ct) : null;
        return Results.Ok(new Page<ConsentView>([.. consents.Select(row => ConsentView.Open(row, key))], null));
    }
}
