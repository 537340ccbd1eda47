using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>All searches for a person's family, the newest first, with all that was done, found and decided.</summary>
public static class GetTracing
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/tracing", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<TracingView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<TracingView.Row>(TracingView.SelectAll, new { personId });
        return rows.Count > 0 && await keys.GetAsync(personId, ct) is { } key
            ? Results.Ok(new Page<TracingView>([.. rows.Take(500).Select(row => TracingView.Of(row, key))], null))
            : Results.Ok(new Page<TracingView>([], null));
    }
}
