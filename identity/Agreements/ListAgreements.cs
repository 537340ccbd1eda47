using Platform.Access;

namespace Platform.Identity.Agreements;

/// <summary>The agreements that the caller's agency is a party of; all of them for the lead.</summary>
public static class ListAgreements
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agreements", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational).Produces<Page<AgreementView>>();

    private static async Task<IResult> HandleAsync(ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return Results.Ok(new Page<AgreementView>(await work.CommitRowsAsync<AgreementView>(Own, null), Next: null));
    }

    private const string Own = $"{AgreementView.Select} where {AgreementView.ByCaller} order by a.code";
}
