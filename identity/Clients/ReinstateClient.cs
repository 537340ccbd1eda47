using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Identity.NotBefore;
using Platform.Identity.Tokens;

namespace Platform.Identity.Clients;

/// <summary>A suspended system may have tokens again; those from before stay refused.</summary>
public static class ReinstateClient
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/clients/{clientId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.SuspendAccess);

    private static async Task<IResult> HandleAsync(Guid clientId, ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        // Nobody suspends or reinstates themselves.
        if (Caller.From(principal).Subject == clientId) return Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Reinstate, new { clientId }, transaction, cancellationToken: ct));
        if (!found) return Results.NotFound();
        await connection.AnnounceNotBeforeAsync(clientId, ct);
        await transaction.CommitAsync(ct);
        return Results.NoContent();
    }

    private const string Reinstate = """
        update clients set active = true, concurrency_token = gen_random_uuid()::text
        where id = @clientId and agency_id is not null returning true
        """;
}
