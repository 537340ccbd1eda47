using Dapper;
using Npgsql;

namespace Platform.Identity.Tokens;

/// <summary>
/// Whom a token is about to be issued to, as the database has it at <see cref="AsOf"/>. That instant goes into the token
/// (<c>issued_ms</c>): the rows are read under a share lock, so a change to them is either seen here or comes later and raises a
/// not-before instant that refuses this token. No clock but the database's takes part.
/// </summary>
public sealed record TokenHolder(TokenSubject Subject, TokenAgency? Agency, bool IsEvacuated, bool ClientActive, DateTimeOffset AsOf)
{
    /// <summary>Neither the holder nor their agency is suspended, and their main team is not evacuated.</summary>
    public bool Active => Subject.Active && !IsEvacuated && (Agency?.Active ?? Subject.IsService);

    /// <summary>What is said of one who is not active.</summary>
    public string WhyNot => IsEvacuated ? "evacuated" : "suspended";

    /// <summary>The agency, one of the holder's roles in it or one of <paramref name="everywhere" /> asks for an authenticator app, and the person has none.</summary>
    public bool LacksAuthenticator(IEnumerable<string> everywhere) =>
        !Subject.HasAuthenticator && Agency is { } agency && (agency.TotpRequired || Subject.Roles.Intersect(agency.TotpRoles.Concat(everywhere)).Any());

    public static async Task<TokenHolder?> FindClientAsync(NpgsqlDataSource database, string clientId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReadAsync(connection, LockClient + LockAgencyOfClient + LockTeamsOfClient + LockApplication + Clock, new { clientId }, ct);
    }

    public static async Task<TokenHolder?> FindUserAsync(NpgsqlDataSource database, Guid userId, string clientId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReadAsync(connection, LockUser + LockAgencyOfUser + LockTeamsOfUser + LockApplication + Clock, new { userId, clientId }, ct);
    }

    private static async Task<TokenHolder?> ReadAsync(NpgsqlConnection connection, string statements, object parameters, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(statements, parameters, transaction, cancellationToken: ct));
        var subject = await results.ReadSingleOrDefaultAsync<TokenSubject>();
        var agency = await results.ReadSingleOrDefaultAsync<TokenAgency>();
        var evacuated = (await results.ReadAsync<(Guid TeamId, bool IsEvacuated)>()).Where(team => team.IsEvacuated).Select(team => team.TeamId).ToList();
        var clientActive = await results.ReadSingleOrDefaultAsync<bool>();
        var asOf = await results.ReadSingleAsync<DateTime>();
        if (subject is null) return null;

        var isEvacuated = subject.TeamIds.Length > 0 && evacuated.Contains(subject.TeamIds[0]);
        return new TokenHolder(subject with { TeamIds = [.. subject.TeamIds.Except(evacuated)] }, agency, isEvacuated, clientActive, new DateTimeOffset(asOf, TimeSpan.Zero));
    }

    private const string LockClient = """
        select id as subject_id, client_id as name, active, roles, team_ids, area_codes from clients where client_id = @clientId for share;
        """;

    private const string LockAgencyOfClient = """
        select agency_id, code, kind, active, totp_required, totp_roles from agencies
        where agency_id = (select agency_id from clients where client_id = @clientId) for share;
        """;

    private const string LockUser = """
        select id as subject_id, user_name as name, active, roles, team_ids, area_codes, two_factor_enabled as has_authenticator from users where id = @userId for share;
        """;

    private const string LockAgencyOfUser = """
        select agency_id, code, kind, active, totp_required, totp_roles from agencies
        where agency_id = (select agency_id from users where id = @userId) for share;
        """;

    // all of them, for what is left out is not locked: a team being evacuated is waited for
    private const string LockTeamsOfClient = """
        select team_id, evacuated_at is not null as is_evacuated from teams
        where team_id = any (array(select unnest(team_ids) from clients where client_id = @clientId)) order by team_id for share;
        """;

    private const string LockTeamsOfUser = """
        select team_id, evacuated_at is not null as is_evacuated from teams
        where team_id = any (array(select unnest(team_ids) from users where id = @userId)) order by team_id for share;
        """;

    private const string LockApplication = "select active from clients where client_id = @clientId for share;";

    // a statement of its own: its clock is read when all locks are held
    private const string Clock = "select clock_timestamp();";
}

/// <summary>The user or client itself.</summary>
public sealed record TokenSubject
{
    public Guid SubjectId { get; init; }

    public string Name { get; init; } = "";

    public bool Active { get; init; }

    public string[] Roles { get; init; } = [];

    public Guid[] TeamIds { get; init; } = [];

    public string[] AreaCodes { get; init; } = [];

    public bool HasAuthenticator { get; init; }

    public bool IsService => Roles.Contains(PlatformClaims.ServiceRole);
}

/// <summary>The agency they belong to; the platform's own services have none.</summary>
public sealed record TokenAgency(Guid AgencyId, string Code, string Kind, bool Active, bool TotpRequired, string[] TotpRoles);
