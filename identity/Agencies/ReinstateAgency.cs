using System.Security.Claims;
using Dapper;
using Npgsql;
using Platform.Contracts.Identity.V1;
using Platform.Identity.NotBefore;
using Platform.Identity.Tokens;

namespace Platform.Identity.Agencies;

/// <summary>A suspended agency may have tokens again. Its people sign in anew, and tokens from before stay refused.</summary>
public static class ReinstateAgency
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/agencies/{agencyId:guid}/suspension", HandleAsync).RequireAuthorization(Policies.SuspendAccess);

    private static async Task<IResult> HandleAsync(Guid agencyId, ClaimsPrincipal principal, NpgsqlDataSource database, CancellationToken ct)
    {
        // Nobody locks their own agency out: the lead's administrators would be the last who could let it in again.
        if (Caller.From(principal).AgencyId == agencyId) return Results.StatusCode(StatusCodes.Status403Forbidden);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Reinstate, new { agencyId }, transaction, cancellationToken: ct));
        if (!found) return Results.NotFound();
        await connection.AnnounceNotBeforeAsync(agencyId, ct);
        await connection.AnnounceAsync((version, now) => new AgencyReinstated { SubjectId = agencyId, SubjectVersion = version, OccurredAt = now }, ct);
        await transaction.CommitAsync(ct);
        return Results.NoContent();
    }

    private const string Reinstate = """
        update agencies set active = true where agency_id = @agencyId returning true
        """;
}
