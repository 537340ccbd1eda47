using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Clients;

/// <summary>The systems of an agency and what they may do: the caller's own, or with <c>agency</c> the one named.</summary>
public static class ListClients
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/clients", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational).Produces<Page<ClientView>>();

    private static async Task<IResult> HandleAsync(Guid? agency, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await Administered.FindAsync(work, agency) is { } administered
            ? Results.Ok(new Page<ClientView>(await work.CommitRowsAsync<ClientView>(Of, new { administered.AgencyId }), Next: null))
            : Refusal.NotFound;
    }

    private const string Of = $"{ClientView.Select} where agency_id = @agencyId order by client_id";
}
