using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Encounters;

/// <summary>When the person was met or spoken to, what was written down last first.</summary>
public static class ListEncounters
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/encounters", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<EncounterView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<EncounterView.Row>(EncounterView.SelectAll, new { personId });
        return Results.Ok(new Page<EncounterView>(rows.Count > 0 && await keys.GetAsync(personId, ct) is { } key ? EncounterView.Of(rows.Take(EncounterView.Most), key) : [], null));
    }
}
