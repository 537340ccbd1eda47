using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Identity.NotBefore;
using Platform.Identity.Tokens;

namespace Platform.Identity.Users;

/// <summary>A person loses access at once: their tokens are refused (the not-before trigger) and their sign-ins end. Repeating it changes nothing.</summary>
public static class SuspendUser
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/{userId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.SuspendAccess);

    private static async Task<IResult> HandleAsync(Guid userId, ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        // Nobody suspends or reinstates themselves.
        if (Caller.From(principal).Subject == userId) return Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Suspend, new { userId }, transaction, cancellationToken: ct));
        if (!found) return Results.NotFound();
        await connection.AnnounceNotBeforeAsync(userId, ct);
        await transaction.CommitAsync(ct);
        return Results.NoContent();
    }

    private const string Suspend = """
        -- new stamps: a sign-in in flight, which writes the whole row, must not write the old state back
        update users set active = false, security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text where id = @userId returning true;
        update authorizations set status = 'revoked', concurrency_token = gen_random_uuid()::text
        where status = 'valid' and subject = @userId::text;
        """;
}
