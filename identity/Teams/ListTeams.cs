using Platform.Access;

namespace Platform.Identity.Teams;

/// <summary>The caller's own agency's teams.</summary>
public static class ListTeams
{
    /// <summary>A hub or unit of the agency.</summary>
    public sealed record Team(Guid TeamId, string Code, string Name, string[] AreaCodes);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/teams", HandleAsync).RequireAuthorization(Policies.SeeOwnTeams).Audited(DataClass.Organisational).Produces<Page<Team>>();

    private static async Task<IResult> HandleAsync(ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return Results.Ok(new Page<Team>(await work.CommitRowsAsync<Team>(Own, null), Next: null));
    }

    private const string Own = "select team_id, code, name, area_codes from teams where agency_id = access.agency() order by code";
}
