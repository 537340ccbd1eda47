using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Users;

/// <summary>The people of an agency and what they may do: the caller's own, or with <c>agency</c> the one named.</summary>
public static class ListUsers
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/users", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational).Produces<Page<UserView>>();

    private static async Task<IResult> HandleAsync(Guid? agency, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await Administered.FindAsync(work, agency) is { } administered
            ? Results.Ok(new Page<UserView>(await work.CommitRowsAsync<UserView>(Of, new { administered.AgencyId }), Next: null))
            : Refusal.NotFound;
    }

    private const string Of = $"{UserView.Select} where agency_id = @agencyId order by user_name";
}
