using Dapper;
using DbUp;
using Npgsql;

namespace Platform.Identity.Migrations;

/// <summary>
/// <c>dotnet Platform.Identity.dll migrate</c>: roles and database where an administrator's connection is given, then the scripts.
/// Repeating it changes nothing; two at once wait for each other.
/// </summary>
public static partial class Migrate
{
    /// <summary>Any number, as long as nobody else in this database takes the same: "identity" as ASCII bytes, cut to 63 bits.</summary>
    private const long Lock = 0x6964656E74697479;

    public static async Task RunAsync(IConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        var admin = configuration["Database:Admin"];
        if (!string.IsNullOrEmpty(admin)) await MakeRolesAndDatabaseAsync(new NpgsqlConnectionStringBuilder(admin), configuration, ct);

        // Every connection of the scripts acts as the role that owns the tables; the migrator itself owns nothing.
        var scripts = DatabaseSettings.For(configuration, "migrator");
        scripts.Options = $"-c role={DatabaseSettings.Role(configuration, "owner")}";
        scripts.Pooling = false;

        await using var guard = new NpgsqlConnection(scripts.ConnectionString);
        await guard.OpenAsync(ct);
        await guard.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@Lock)", new { Lock }, cancellationToken: ct));

        var upgrade = DeployChanges.To.PostgresqlDatabase(scripts.ConnectionString)
            .WithScriptsEmbeddedInAssembly(typeof(Migrate).Assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .JournalToPostgresqlTable("public", "schema_versions")
            .WithVariable("app", DatabaseSettings.Role(configuration, "app"))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();

        if (!upgrade.Successful) throw new InvalidOperationException($"Script {upgrade.ErrorScript?.Name} failed.", upgrade.Error);
        foreach (var script in upgrade.Scripts) LogApplied(logger, script.Name);
    }

    private static async Task MakeRolesAndDatabaseAsync(NpgsqlConnectionStringBuilder admin, IConfiguration configuration, CancellationToken ct)
    {
        var name = DatabaseSettings.Name(configuration);
        var owner = DatabaseSettings.Role(configuration, "owner");
        var migrator = DatabaseSettings.Role(configuration, "migrator");
        var app = DatabaseSettings.Role(configuration, "app");

        admin.Pooling = false;
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@Lock)", new { Lock }, cancellationToken: ct));

        await RunAsync("format('create role %I nologin', @owner)", "not exists (select from pg_roles where rolname = @owner)");
        foreach (var (role, password) in new[] { (migrator, DatabaseSettings.Password(configuration, "migrator")), (app, DatabaseSettings.Password(configuration, "app")) })
        {
            await RunAsync("format('create role %I login', @role)", "not exists (select from pg_roles where rolname = @role)", role);
            await RunAsync("format('alter role %I login password %L', @role, @password)", "true", role, password);
        }

        await RunAsync("format('grant %I to %I', @owner, @migrator)", "true");
        await RunAsync("format('create database %I owner %I', @name, @owner)", "not exists (select from pg_database where datname = @name)");
        await RunAsync("format('revoke connect, temporary on database %I from public', @name)", "true");
        await RunAsync("format('grant connect on database %I to %I, %I', @name, @migrator, @app)", "true");

        async Task RunAsync(string statement, string condition, string? role = null, string? password = null)
        {
            var sql = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
                $"select {statement} where {condition}", new { name, owner, migrator, app, role, password }, cancellationToken: ct));
            if (sql is not null) await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Script}")]
    private static partial void LogApplied(ILogger logger, string script);
}
