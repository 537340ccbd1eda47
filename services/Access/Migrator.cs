using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Platform.Access;

/// <summary>
/// Makes a service's roles and database where an administrator's connection is given, and brings the schema up to date.
/// Run by the command <c>migrate</c>, once at a time, never by a process that serves.
/// </summary>
public static class Migrator
{
    private const long OneAtATime = 0x706C6174666F726D;   // "platform"

    /// <summary>Applies the migrations embedded in each assembly, in order.</summary>
    /// <param name="configuration">Sections <c>Database</c> and, where the service has keys, <c>KeyStore</c>.</param>
    /// <param name="assemblies">Those with embedded <c>Migrations/*.sql</c>, shared rooms first.</param>
    public static async Task MigrateAsync(IConfiguration configuration, params Assembly[] assemblies)
    {
        var database = configuration.GetSection("Database");
        var service = database["Name"] ?? throw new InvalidOperationException("Database:Name is not configured.");
        if (database["Admin"] is { Length: > 0 } admin)
        {
            await MakeRolesAsync(admin, service, word => database[$"Passwords:{word}"]);
            await MakeDatabaseAsync(admin, service, $"{service}_owner");
            if (configuration["KeyStore:Password"] is { Length: > 0 } password)
            {
                await KeyStore.MakeAsync(admin, configuration["KeyStore:Name"] ?? "keys", service, password);
                await ErasureList.MakeAsync(admin, ErasureList.NameIn(configuration), service);
            }
        }

        var owner = OwnerConnection(configuration);
        await using var one = new NpgsqlConnection(owner);
        await one.OpenAsync();
        if (LeavesPoliciesOut(one.PostgreSqlVersion))
        {
            throw new InvalidOperationException($"PostgreSQL {one.PostgreSqlVersion} may run a statement past a policy (CVE-2024-10976): update it to 15.9, 16.5, 17.1 or newer.");
        }

        await ExecuteAsync(one, $"select pg_advisory_lock({OneAtATime})");
        foreach (var assembly in assemblies)
        {
            var result = DeployChanges.To.PostgresqlDatabase(owner)
                .WithScriptsEmbeddedInAssembly(assembly, name => name.Contains(".Migrations.", StringComparison.Ordinal))
                .WithVariable("service", service)
                .WithTransactionPerScript()
                .JournalToPostgresqlTable("public", "migrations")
                .LogTo(new NoUpgradeLog())
                .Build()
                .PerformUpgrade();
            if (!result.Successful)
            {
                throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} of {service} failed: {result.Error.Message}", result.Error);
            }
        }
    }

    /// <summary>Whether a server of this release may reuse a plan made for another role, without the policies of the one that asks.</summary>
    public static bool LeavesPoliciesOut(Version server) => server.Major switch
    {
        < 15 => true,   // too old for the migrations, too
        15 => server.Minor < 9,
        16 => server.Minor < 5,
        17 => server.Minor < 1,
        _ => false,
    };

    /// <summary>The connection of the login that may act as the owner of a service's tables, while it migrates.</summary>
    public static string OwnerConnection(IConfiguration configuration)
    {
        var database = configuration.GetSection("Database");
        return new NpgsqlConnectionStringBuilder(database["Server"])
        {
            Database = database["Name"],
            Username = $"{database["Name"]}_migrator",
            Password = database["Passwords:Migrator"],
            Options = $"-c role={database["Name"]}_owner",
            Pooling = false,
        }.ConnectionString;
    }

    /// <summary>Makes a database that nobody but its owner and the service's logins may enter.</summary>
    internal static async Task MakeDatabaseAsync(string admin, string name, string owner)
    {
        await using var connection = await OneAtATimeAsync(admin);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync() is null)
        {
            await ExecuteAsync(connection, $"create database \"{name}\" owner \"{owner}\" template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
            await ExecuteAsync(connection, $"revoke all on database \"{name}\" from public");
        }

        foreach (var login in await LoginsAsync(connection, owner[..owner.LastIndexOf('_')]))
        {
            await ExecuteAsync(connection, $"grant connect on database \"{name}\" to \"{login}\"");
        }
    }

    private static async Task MakeRolesAsync(string admin, string service, Func<string, string?> password)
    {
        await using var connection = await OneAtATimeAsync(admin);
        foreach (var role in (string[])["owner", "grantor"])
        {
            await MakeRoleAsync(connection, $"{service}_{role}", null);
        }

        foreach (var login in (string[])["Migrator", .. Enum.GetNames<Login>()])
        {
            await MakeRoleAsync(connection, $"{service}_{login.ToLowerInvariant()}", password(login) ?? throw new InvalidOperationException($"Database:Passwords:{login} is not configured."));
        }

        await ExecuteAsync(connection, $"grant {service}_grantor to {service}_owner");
        await ExecuteAsync(connection, $"grant {service}_owner to {service}_migrator");
    }

    /// <summary>Makes a role, or gives an existing one this password.</summary>
    internal static async Task MakeRoleAsync(NpgsqlConnection connection, string role, string? password)
    {
        await using var exists = new NpgsqlCommand("select 1 from pg_roles where rolname = $1", connection) { Parameters = { new() { Value = role } } };
        var verb = await exists.ExecuteScalarAsync() is null ? "create" : "alter";
        var login = password is null ? "nologin" : $"login password '{password.Replace("'", "''", StringComparison.Ordinal)}'";
        await ExecuteAsync(connection, $"{verb} role \"{role}\" {login} nosuperuser nocreatedb nocreaterole nobypassrls");
    }

    /// <summary>A session in which nobody else makes roles or databases; unpooled, so that the lock ends with it.</summary>
    internal static async Task<NpgsqlConnection> OneAtATimeAsync(string admin)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"select pg_advisory_lock({OneAtATime})");
        return connection;
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> LoginsAsync(NpgsqlConnection connection, string service)
    {
        await using var command = new NpgsqlCommand("select rolname from pg_roles where rolcanlogin and rolname like $1 || '\\_%'", connection) { Parameters = { new() { Value = service } } };
        await using var reader = await command.ExecuteReaderAsync();
        var logins = new List<string>();
        while (await reader.ReadAsync())
        {
            logins.Add(reader.GetString(0));
        }

        return logins;
    }

    private sealed class NoUpgradeLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }

        public void LogDebug(string format, params object[] args) { }

        public void LogInformation(string format, params object[] args) { }

        public void LogWarning(string format, params object[] args) { }

        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }
    }
}
