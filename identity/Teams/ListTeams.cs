using Platform.Access;

namespace Platform.Identity.Teams;

/// <summary>The caller's own agency's teams; an administrator of the lead may name another agency.</summary>
public static class ListTeams
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/teams", HandleAsync).RequireAuthorization(Policies.SeeOwnTeams).Audited(DataClass.Organisational).Produces<Page<TeamView>>();

    private static async Task<IResult> HandleAsync(Guid? agency, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var agencyId = agency is { } named && (named == work.Caller.Agency || work.Caller.AdministersEveryone) ? named : work.Caller.Agency;
        return agency is { } other && other != agencyId
            ? Hosting.Refusal.NotFound
            : Results.Ok(new Page<TeamView>(await work.CommitRowsAsync<TeamView>(Of, new { agencyId }), Next: null));
    }

    private const string Of = $"{TeamView.Select} where agency_id = @agencyId order by code";
}
