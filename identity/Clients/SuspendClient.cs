using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Identity.NotBefore;
using Platform.Identity.Tokens;

namespace Platform.Identity.Clients;

/// <summary>
/// An agency's system loses access at once: no new tokens, and its present ones are refused (the not-before trigger).
/// Repeating it changes nothing.
/// </summary>
public static class SuspendClient
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clients/{clientId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.SuspendAccess);

    private static async Task<IResult> HandleAsync(Guid clientId, ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        // Nobody suspends or reinstates themselves.
        if (Caller.From(principal).Subject == clientId) return Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Suspend, new { clientId }, transaction, cancellationToken: ct));
        if (!found) return Results.NotFound();
        await connection.AnnounceNotBeforeAsync(clientId, ct);
        await transaction.CommitAsync(ct);
        return Results.NoContent();
    }

    private const string Suspend = """
        -- the platform's own services and the portal are not an agency's to lose
        update clients set active = false, concurrency_token = gen_random_uuid()::text
        where id = @clientId and agency_id is not null returning true
        """;
}
