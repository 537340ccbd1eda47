using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Identity.NotBefore;
using Platform.Identity.Tokens;

namespace Platform.Identity.Users;

/// <summary>A suspended person may sign in again; tokens from before stay refused.</summary>
public static class ReinstateUser
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/users/{userId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.SuspendAccess);

    private static async Task<IResult> HandleAsync(Guid userId, ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        // Nobody suspends or reinstates themselves.
        if (Caller.From(principal).Subject == userId) return Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Reinstate, new { userId }, transaction, cancellationToken: ct));
        if (!found) return Results.NotFound();
        await connection.AnnounceNotBeforeAsync(userId, ct);
        await transaction.CommitAsync(ct);
        return Results.NoContent();
    }

    private const string Reinstate = """
        update users set active = true, concurrency_stamp = gen_random_uuid()::text where id = @userId returning true
        """;
}
