using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Contracts.Identity.V1;
using Platform.Identity.NotBefore;
using Platform.Identity.Tokens;

namespace Platform.Identity.Agencies;

/// <summary>
/// An agency loses access at once: no new tokens, its present ones are refused (the not-before trigger), and its people's sign-ins end.
/// Repeating it ends only what has begun since.
/// </summary>
public static class SuspendAgency
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/agencies/{agencyId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.SuspendAccess);

    private static async Task<IResult> HandleAsync(Guid agencyId, ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        // Nobody locks their own agency out: the lead's administrators would be the last who could let it in again.
        if (Caller.From(principal).AgencyId == agencyId) return Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Suspend, new { agencyId }, transaction, cancellationToken: ct));
        if (!found) return Results.NotFound();
        await connection.AnnounceNotBeforeAsync(agencyId, ct);
        await connection.AnnounceAsync((version, now) => new AgencySuspended { SubjectId = agencyId, SubjectVersion = version, OccurredAt = now }, ct);
        await transaction.CommitAsync(ct);
        return Results.NoContent();
    }

    private const string Suspend = """
        -- people before their agency: the order in which a token being issued locks them
        update users set security_stamp = gen_random_uuid()::text, concurrency_stamp = gen_random_uuid()::text where agency_id = @agencyId;
        update authorizations set status = 'revoked', concurrency_token = gen_random_uuid()::text
        where status = 'valid' and subject in (select id::text from users where agency_id = @agencyId);
        update agencies set active = false where agency_id = @agencyId returning true;
        """;
}
