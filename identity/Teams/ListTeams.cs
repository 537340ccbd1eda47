using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Identity.Tokens;

namespace Platform.Identity.Teams;

/// <summary>The caller's own agency's teams.</summary>
public static class ListTeams
{
    public sealed record Team
    {
        public Guid TeamId { get; init; }

        public string Code { get; init; } = "";

        public string Name { get; init; } = "";

        public string[] AreaCodes { get; init; } = [];
    }

    public sealed record Page(IReadOnlyList<Team> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/teams", HandleAsync).RequireAuthorization(Policies.OfAnAgency).Produces<Page>();

    private static async Task<IResult> HandleAsync(ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var items = await connection.QueryAsync<Team>(new CommandDefinition(Own, new { own = Caller.From(principal).AgencyId }, cancellationToken: ct));
        return Results.Ok(new Page(items.AsList(), Next: null));
    }

    private const string Own = "select team_id, code, name, area_codes from teams where agency_id = @own order by code";
}
