using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Disclosures;

/// <summary>Who was handed a person's data, since when, on what basis, and whether they can still read it; the newest first.</summary>
public static class ListDisclosures
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/disclosures", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Consent)
            .Produces<Page<DisclosureView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await RowsAsync(work, personId) is { } rows
            ? Results.Ok(new Page<DisclosureView>([.. rows.Select(row => DisclosureView.Of(row, standings.Current))], null)) : Refusal.NotFound;
    }

    internal static async Task<List<DisclosureView.Row>?> RowsAsync(Work work, Guid personId) =>
        await work.QuerySingleOrDefaultAsync<int?>("select 1 from people where person_id = @personId", new { personId }) is null ? null
            : await work.CommitRowsAsync<DisclosureView.Row>($"{DisclosureView.Select} limit 500", new { personId });
}
