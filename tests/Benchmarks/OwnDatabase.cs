using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Platform.Access;
using Platform.Messaging;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>A database made as a service's is: same roles, same migrations of Access and Messaging, and then those of one more assembly.</summary>
public sealed class OwnDatabase : IAsyncDisposable
{
    private readonly string admin;

    private OwnDatabase(string admin, string name, Dictionary<string, string> settings) => (this.admin, Name, Settings) = (admin, name, settings);

    public string Name { get; }

    /// <summary>Configuration in the form of environment variables.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>The same for a configuration in this process.</summary>
    public IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(
        Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();

    /// <summary>A superuser's connection string, whom no row-level security holds back.</summary>
    public string Superuser => new NpgsqlConnectionStringBuilder(admin) { Database = Name, MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 }.ConnectionString;

    public static async Task<OwnDatabase> MakeAsync(TestServers servers, string what, Assembly migrations, Uri? rabbitMq = null)
    {
        var name = $"bench_{what}_{Convert.ToHexString(RandomNumberGenerator.GetBytes(3)).ToLowerInvariant()}";
        var server = new NpgsqlConnectionStringBuilder(servers.Postgres);
        var settings = new Dictionary<string, string> { ["Database__Server"] = $"Host={server.Host};Port={server.Port}", ["Database__Name"] = name };
        foreach (var login in (string[])["Migrator", .. Enum.GetNames<Login>()])
        {
            settings[$"Database__Passwords__{login}"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        }

        if (rabbitMq is not null)
        {
            settings["RabbitMq__Uri"] = rabbitMq.AbsoluteUri;
        }

        var database = new OwnDatabase(servers.Postgres, name, settings);
        settings["Database__Admin"] = servers.Postgres;
        await Migrator.MigrateAsync(database.Configuration, typeof(Work).Assembly, typeof(Outbox).Assembly, migrations);
        settings.Remove("Database__Admin");
        return database;
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Superuser) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public Task ExecuteAsync(string sql) => ScalarAsync<object>(sql);

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"drop database if exists \"{Name}\" with (force)", connection) { CommandTimeout = 0 };
        await drop.ExecuteNonQueryAsync();
    }
}
