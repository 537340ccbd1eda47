using Platform.Access;

namespace Platform.Registrations.Disclosures;

/// <summary>Who was handed a person's data, since when, on what basis, and whether they can still read it; the newest first.</summary>
public static class ListDisclosures
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/disclosures", HandleAsync).RequireAuthorization(Policies.ReadLedger).Audited(DataClass.Ledger)
            .Produces<Page<DisclosureView>>();

    private static async Task<IResult> HandleAsync(Guid personId, PageRequest page, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (disclosures, refusal) = await DisclosureView.ReadAsync(work, personId, page, standings.Current);
        return refusal ?? Results.Ok(disclosures);
    }
}
