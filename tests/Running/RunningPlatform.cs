using System.Security.Cryptography;
using Npgsql;
using Platform.Tests.Servers;

namespace Platform.Tests.Running;

/// <summary>
/// The platform as it really runs: every process from its build output, on free ports, with databases, roles and a vhost of
/// its own. Tests speak to it over HTTP, and may kill and restart its processes.
/// </summary>
public sealed class RunningPlatform : IAsyncDisposable
{
    private static readonly string[] Migrated = ["identity", "registrations", "assessments", "referrals"];
    private static readonly Lazy<Task<RunningPlatform>> Common = new(() => StartAsync());
    private static readonly SemaphoreSlim OneStart = new(1);

    private readonly Dictionary<string, RunningProcess> processes = [];
    private readonly Dictionary<string, string> secrets = [];
    private readonly Dictionary<string, (string Token, DateTimeOffset Until)> tokens = [];
    private readonly SemaphoreSlim oneToken = new(1);
    private readonly string run = Convert.ToHexString(RandomNumberGenerator.GetBytes(4)).ToLowerInvariant();

    private readonly List<string> databases = [.. Migrated, "keys", "erasures"];

    private int? brokerPort;
    private int? databasePort;

    private RunningPlatform(TestServers servers, RabbitVhost vhost)
    {
        (Servers, Vhost) = (servers, vhost);
        ClockFile = Path.Combine(Path.GetTempPath(), $"platform-clock-{run}");
    }

    public TestServers Servers { get; }

    public RabbitVhost Vhost { get; }

    /// <summary>Writing an offset here, as 02:00:00, moves the platform's clock.</summary>
    public string ClockFile { get; }

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>One platform for all tests of an assembly that do not break it.</summary>
    public static Task<RunningPlatform> SharedAsync() => Common.Value;

    /// <summary>A platform of its own, for tests that kill its parts or move its clock.</summary>
    /// <param name="replicas">How many of the services; the gateway knows them all.</param>
    /// <param name="ofAll">As many of identity and the gateway, too.</param>
    /// <param name="databasePort">Near end of a <see cref="Cable" /> to the database.</param>
    /// <param name="brokerPort">Near end of a <see cref="Cable" /> to the broker.</param>
    /// <param name="settings">More or other configuration for every process, as <c>RateLimits__…</c>.</param>
    public static async Task<RunningPlatform> StartAsync(int replicas = 1, bool ofAll = false, IReadOnlyDictionary<string, string>? settings = null, int? brokerPort = null, int? databasePort = null)
    {
        var servers = TestServers.OfThisRun;
        var platform = new RunningPlatform(servers, await RabbitVhost.CreateAsync(servers)) { brokerPort = brokerPort, databasePort = databasePort };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => platform.KillAll();
        await OneStart.WaitAsync();   // one after the other is faster than all at once
        try
        {
            await platform.StartProcessesAsync(replicas, ofAll, settings ?? new Dictionary<string, string>());
            return platform;
        }
        catch
        {
            platform.KillAll();
            throw;
        }
        finally
        {
            OneStart.Release();
        }
    }

    /// <summary>Base address of a process: gateway, identity, registrations, assessments, referrals; a second replica is <c>referrals-2</c>.</summary>
    public Uri AddressOf(string process) => processes[process].Address;

    /// <summary>Kills a process as a power cut would.</summary>
    public void Kill(string process) => processes[process].Kill();

    /// <summary>Starts a killed process again, on the same port, and waits until it is ready.</summary>
    public Task RestartAsync(string process) => processes[process].StartAsync();

    /// <summary>Starts replicas of one more service beside those of the platform, with a database of its own.</summary>
    public async Task AddAsync(string service, int replicas = 1)
    {
        databases.Add(service);
        var added = Enumerable.Range(1, replicas).Select(replica => replica == 1 ? service : $"{service}-{replica}")
            .Select(name => processes[name] = new RunningProcess(name, service, new Uri($"http://127.0.0.1:{FreePort.Take()}")) { Settings = SettingsOf(service) }).ToList();
        await added[0].RunAsync("migrate", new() { ["Database__Admin"] = Servers.Postgres });
        await Task.WhenAll(added.Select(process => process.StartAsync()));
    }

    /// <summary>One more process of a service, told something else, as where identity is. It serves, though it may never be ready, and the gateway does not know it.</summary>
    public async Task<string> AddAsync(string service, IReadOnlyDictionary<string, string> settings)
    {
        var name = $"{service}-{Guid.NewGuid():N}";
        var added = processes[name] = new RunningProcess(name, service, new Uri($"http://127.0.0.1:{FreePort.Take()}"));
        added.Settings = new Dictionary<string, string>(SettingsOf(service).Where(setting => !settings.ContainsKey(setting.Key)).Concat(settings));
        await added.StartAsync("health/live");
        return name;
    }

    /// <summary>Runs a command of a service beside it, with an administrator's connection: its exit code and all that it wrote.</summary>
    public async Task<(int ExitCode, string Output)> CommandAsync(string service, string command, Dictionary<string, string> more)
    {
        var process = new RunningProcess($"{service} {command}", service, new Uri("http://127.0.0.1:1")) { Settings = SettingsOf(service) };
        return (await process.ExitCodeOfAsync(command, new(more) { ["Database__Admin"] = Servers.Postgres, ["Logging__LogLevel__Default"] = "Warning" }), process.Log);
    }

    /// <summary>The bodies of all errors that partners were answered.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>What a process has written to its log.</summary>
    public string LogOf(string process) => processes[process].Log;

    /// <summary>Every process's name.</summary>
    public IReadOnlyCollection<string> Processes => processes.Keys;

    /// <summary>A connection as superuser to the database of a service, or to <c>keys</c>.</summary>
    public async Task<NpgsqlConnection> OpenDatabaseAsync(string service)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Servers.Postgres) { Database = NameOf(service), Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A connection with one of a service's own logins, as <c>app</c>, <c>jobs</c>, <c>relay</c>; to its own database unless another is named.</summary>
    public async Task<NpgsqlConnection> OpenDatabaseAsync(string service, string login, string? database = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(Servers.Postgres) { Database = NameOf(database ?? service), Pooling = false, Username = $"{NameOf(service)}_{login}", Password = Secret($"{service}-{login}") };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The name of a service's database and the prefix of its roles in this run.</summary>
    public string NameOf(string service) => $"{service}_{run}";

    /// <summary>A token of a demo agency's system, as <c>amal-health</c>; kept until it is nearly too old.</summary>
    public async Task<string> TokenAsync(string agency)
    {
        await oneToken.WaitAsync();
        try
        {
            if (tokens.TryGetValue(agency, out var held) && held.Until > DateTimeOffset.UtcNow)
            {
                return held.Token;
            }

            var token = await AskTokenAsync($"{agency}-system", $"dev-{agency}");
            tokens[agency] = (token, DateTimeOffset.UtcNow.AddMinutes(5));
            return token;
        }
        finally
        {
            oneToken.Release();
        }
    }

    /// <summary>The secret of a process's own client.</summary>
    public string ServiceSecret(string service) => Secret($"client-{service}");

    /// <summary>What identity's signing keys are sealed with, for who must sign what identity would not.</summary>
    public string SigningKeyPassword => Secret("signing");

    /// <summary>A new token by client credentials.</summary>
    public async Task<string> AskTokenAsync(string clientId, string secret)
    {
        using var answer = await Http.PostAsync(new Uri(AddressOf("identity"), "connect/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = secret,
        }));
        answer.EnsureSuccessStatusCode();
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Moves the platform's clock.</summary>
    public Task MoveClockAsync(TimeSpan offset) => File.WriteAllTextAsync(ClockFile, offset.ToString("c"));

    public async ValueTask DisposeAsync()
    {
        KillAll();
        await Vhost.DisposeAsync();
        await using var admin = new NpgsqlConnection(Servers.Postgres);
        await admin.OpenAsync();
        foreach (var database in databases)
        {
            await using var drop = new NpgsqlCommand($"drop database if exists \"{NameOf(database)}\" with (force)", admin);
            await drop.ExecuteNonQueryAsync();
        }

        Http.Dispose();
        oneToken.Dispose();
        File.Delete(ClockFile);
    }

    private async Task StartProcessesAsync(int replicas, bool ofAll, IReadOnlyDictionary<string, string> settings)
    {
        var names = new List<string>();
        foreach (var service in (string[])["identity", "gateway", "registrations", "assessments", "referrals"])
        {
            var count = ofAll || service is not ("identity" or "gateway") ? replicas : 1;
            names.AddRange(Enumerable.Range(1, count).Select(replica => replica == 1 ? service : $"{service}-{replica}"));
        }

        foreach (var name in names)
        {
            processes[name] = new RunningProcess(name, ServiceOf(name), new Uri($"http://127.0.0.1:{FreePort.Take()}"));
        }

        foreach (var process in processes.Values)
        {
            process.Settings = SettingsOf(process.Service).Concat(settings).GroupBy(setting => setting.Key).ToDictionary(setting => setting.Key, setting => setting.Last().Value);
        }

        await Task.WhenAll(Migrated.Select(service => processes[service].RunAsync("migrate", new() { ["Database__Admin"] = Servers.Postgres })));
        await Task.WhenAll(processes.Values.Select(process => process.StartAsync()));
    }

    /// <summary>What a process of this service is told, for a part that takes its place.</summary>
    public Dictionary<string, string> SettingsOf(string service)
    {
        var server = new NpgsqlConnectionStringBuilder(Servers.Postgres);
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Identity__Issuer"] = AddressOf("gateway").AbsoluteUri,
            ["Identity__Authority"] = AddressOf("identity").AbsoluteUri,
            ["Identity__ClientId"] = $"{service}-service",
            ["Identity__ClientSecret"] = Secret($"client-{service}"),
            ["Clock__File"] = ClockFile,
            ["RabbitMq__Uri"] = (brokerPort is { } near ? new UriBuilder(Vhost.Uri) { Host = "127.0.0.1", Port = near }.Uri : Vhost.Uri).AbsoluteUri,
        };
        if (service == "gateway")
        {
            foreach (var other in processes.Values.Where(process => process.Service != "gateway"))
            {
                settings[$"ReverseProxy__Clusters__{other.Service}__Destinations__{other.Name}__Address"] = other.Address.AbsoluteUri;
            }

            return settings;
        }

        settings["Database__Server"] = $"Host={server.Host};Port={databasePort ?? server.Port}";
        settings["Database__Name"] = NameOf(service);
        foreach (var login in (string[])["App", "Jobs", "Relay", "Listener", "Sealer", "Migrator"])
        {
            settings[$"Database__Passwords__{login}"] = Secret($"{service}-{login.ToLowerInvariant()}");
        }

        settings["Statistics__DaysAfterMonth"] = "0";   // there is a month that is made, whatever day it is
        settings["KeyStore__Name"] = NameOf("keys");
        settings["Erasures__Name"] = NameOf("erasures");
        settings["KeyStore__Password"] = Secret($"{service}-keys");
        settings["KeyStore__WrappingKey"] = Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{run}{service}")));
        settings["Search__Key"] = Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{run}search")));
        settings["Registrations__Address"] = AddressOf("registrations").AbsoluteUri;
        settings["Identity__SigningKeyPassword"] = Secret("signing");
        foreach (var other in (string[])["gateway", "registrations", "assessments", "referrals"])
        {
            settings[$"Identity__ServiceClients__{other}-service"] = Secret($"client-{other}");
        }

        return settings;
    }

    private string Secret(string name)
    {
        lock (secrets)
        {
            return secrets.TryGetValue(name, out var secret) ? secret : secrets[name] = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        }
    }

    private void KillAll()
    {
        foreach (var process in processes.Values)
        {
            process.Kill();
        }
    }

    private static string ServiceOf(string process) => process.Split('-')[0];
}
