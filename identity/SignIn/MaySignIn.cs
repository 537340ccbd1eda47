using Dapper;
using Npgsql;

namespace Platform.Identity.SignIn;

/// <summary>Whether a person may sign in as things stand.</summary>
/// <param name="AgencyId">Their agency.</param>
/// <param name="WhyNot">suspended (they or their agency), evacuated (their main team), or null where nothing is in the way.</param>
internal sealed record MaySignIn(Guid AgencyId, string? WhyNot)
{
    /// <summary>Null where there is no such person.</summary>
    public static async Task<MaySignIn?> FindAsync(NpgsqlDataSource database, Guid userId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<MaySignIn>(new CommandDefinition(Select, new { userId }, cancellationToken: ct));
    }

    private const string Select = """
        select a.agency_id, case when not (u.active and a.active) then 'suspended'
                                 when exists (select from teams t where t.team_id = u.team_ids[1] and t.evacuated_at is not null) then 'evacuated' end as why_not
          from users u join agencies a using (agency_id) where u.id = @userId
        """;
}
