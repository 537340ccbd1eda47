using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Statuses;

/// <summary>All that was ever said of what a person is, what has ended included.</summary>
public static class ListStatuses
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/statuses", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<StatusView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<StatusView.Row>($"{StatusView.Select} where person_id = @personId order by recorded_at desc, status_id desc limit 500", new { personId });
        return rows.Count > 0 && await keys.GetAsync(personId, ct) is { } key
            ? Results.Ok(new Page<StatusView>([.. rows.Select(row => StatusView.Of(row, key))], null))
            : Results.Ok(new Page<StatusView>([], null));
    }
}
