using Dapper;
using Npgsql;

namespace Platform.Identity.Tests;

/// <summary>
/// A database of its own in the PostgreSQL of <c>TEST_POSTGRES</c> (an administrator's connection string), made by the product's own
/// <c>migrate</c> and dropped with its roles at the end.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Service = "gateway-service";

    public const string ServiceSecret = "a-secret-of-the-tests-with-more-than-43-characters";

    private TestDatabase(Dictionary<string, string> settings) => Settings = settings;

    public Dictionary<string, string> Settings { get; }

    public string Name => Settings["Database:Name"];

    public static async Task<TestDatabase> CreateAsync(bool demo = true, params (string Key, string Value)[] more)
    {
        var admin = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set TEST_POSTGRES to the connection string of a PostgreSQL superuser."));
        var settings = new Dictionary<string, string>
        {
            ["Database:Server"] = $"Host={admin.Host};Port={admin.Port};Maximum Pool Size=20",
            ["Database:Name"] = $"identity_{Guid.NewGuid():N}"[..20],
            ["Database:Passwords:App"] = "app-of-the-tests",
            ["Database:Passwords:Migrator"] = "migrator-of-the-tests",
            ["Database:Passwords:Jobs"] = "jobs-of-the-tests",
            ["Database:Passwords:Relay"] = "relay-of-the-tests",
            ["Database:Passwords:Listener"] = "listener-of-the-tests",
            ["Database:Passwords:Sealer"] = "sealer-of-the-tests",
            ["KeyStore:Password"] = "keys-of-the-tests",
            ["KeyStore:WrappingKey"] = Convert.ToBase64String(new byte[32]),
            ["RabbitMq:Uri"] = Environment.GetEnvironmentVariable("TEST_RABBITMQ") ?? "amqp://127.0.0.1:1/",
            ["Database:Admin"] = admin.ConnectionString,
            ["Identity:SigningKeyPassword"] = "a password of the tests",
            ["Identity:Issuer"] = "http://localhost:8080/",
            [$"Identity:ServiceClients:{Service}"] = ServiceSecret,
            ["Identity:SigningKeys:PollEvery"] = "00:00:00.200",
            ["Portal:RedirectUris:0"] = Browser.RedirectUri,
        };
        settings["KeyStore:Name"] = $"{settings["Database:Name"]}_keystore";
        settings["Erasures:Name"] = $"{settings["Database:Name"]}_erasures";
        foreach (var (key, value) in more) settings[key] = value;

        var database = new TestDatabase(settings);
        Assert.Equal(0, await database.MigrateAsync(demo ? "Development" : "Production"));
        return database;
    }

    /// <summary>The product's own command, in this process: to start another one for each database takes seconds, most of them for its code to be compiled again.</summary>
    private async Task<int?> MigrateAsync(string environment)
    {
        await using var app = IdentityProgram.Build([$"--environment={environment}", $"--contentRoot={AppContext.BaseDirectory}", .. Settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        return await Command.RunAsync(["migrate"], app);
    }

    /// <summary>The product as a process of its own, as an operator starts it.</summary>
    public async Task<int> RunAsync(string environment, params string[] arguments) => (await RunForOutputAsync(environment, arguments)).ExitCode;

    public async Task<(int ExitCode, string Output)> RunForOutputAsync(string environment, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(IdentityDatabase).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (key, value) in Settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        using var process = System.Diagnostics.Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>A connection as an administrator, to look and to change behind the product's back.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Settings["Database:Admin"]) { Database = Name, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await using var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Settings["Database:Admin"]) { Pooling = false }.ConnectionString);
        await admin.OpenAsync();
        foreach (var made in new[] { Name, Settings["KeyStore:Name"], Settings["Erasures:Name"] }) await admin.ExecuteAsync($"drop database if exists {made} with (force)");
        foreach (var role in new[] { "app", "migrator", "owner" }) await admin.ExecuteAsync($"drop role if exists {Name}_{role}");
    }
}
