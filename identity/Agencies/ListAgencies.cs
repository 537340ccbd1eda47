using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Identity.Tokens;

namespace Platform.Identity.Agencies;

/// <summary>The agencies that take part. An authority, an embassy or a receiving mission sees the lead and itself.</summary>
public static class ListAgencies
{
    public sealed record Agency(Guid AgencyId, string Code, string Name, string Kind);

    public sealed record Page(IReadOnlyList<Agency> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agencies", HandleAsync).RequireAuthorization(Policies.AnyCaller).Produces<Page>();

    private static async Task<IResult> HandleAsync(ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        var caller = Caller.From(principal);
        var seesAll = caller.HoldsCases || caller.IsService;
        await using var connection = await database.OpenConnectionAsync(ct);
        var items = await connection.QueryAsync<Agency>(new CommandDefinition(Visible, new { seesAll, own = caller.AgencyId }, cancellationToken: ct));
        return Results.Ok(new Page(items.AsList(), Next: null));
    }

    private const string Visible = """
        select agency_id, code, name, kind from agencies
        where active and (@seesAll or kind = 'lead' or agency_id = @own)
        order by code
        """;
}
