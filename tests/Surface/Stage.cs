using System.Collections.Concurrent;
using Npgsql;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>The platform that all these tests share, with two replicas of the services, and who acts on it.</summary>
public sealed class Stage
{
    private static readonly Lazy<Task<Stage>> One = new(MakeAsync);

    private readonly ConcurrentDictionary<string, Lazy<Task<Ready>>> kept = new();

    private Stage(RunningPlatform platform)
    {
        Platform = platform;
        (Amal, Bayt, Rihla) = (new(platform, "amal-health"), new(platform, "bayt-shelter"), new(platform, "rihla-legal"));
    }

    public RunningPlatform Platform { get; }

    /// <summary>Sends.</summary>
    public Partner Amal { get; }

    /// <summary>Receives.</summary>
    public Partner Bayt { get; }

    /// <summary>Has nothing to do with it.</summary>
    public Partner Rihla { get; }

    /// <summary>Supervises the lead's hub in Tripoli.</summary>
    public const string HubsSupervisor = "hub-supervisor@iom-libya.demo";

    /// <summary>The lead's system, of its hub in Sabha.</summary>
    public Partner Lead { get; private init; } = null!;

    /// <summary>Supervises the lead's hub in Tripoli.</summary>
    public Partner Hub { get; private init; } = null!;

    /// <summary>A second person of the sender.</summary>
    public Partner Supervisor { get; private init; } = null!;

    /// <summary>Of the lead: administers access, and looks after messages.</summary>
    public Partner Admin { get; private init; } = null!;

    /// <summary>Of the lead: oversees.</summary>
    public Partner Auditor { get; private init; } = null!;

    /// <summary>Another one, who approves.</summary>
    public Partner SecondAdmin { get; private init; } = null!;

    /// <summary>Of the lead, for protection.</summary>
    public Partner Officer { get; private init; } = null!;

    /// <summary>Of the lead: decides on double records.</summary>
    public Partner Desk { get; private init; } = null!;

    public Partner Statistician { get; private init; } = null!;

    public Guid BaytId { get; private init; }

    public Writes Writes { get; private init; } = null!;

    public static Task<Stage> SharedAsync() => One.Value;

    /// <summary>A record made ready for a route, for tests that leave it as it is.</summary>
    public Task<Ready> ReadyAsync(Route route) => kept.GetOrAdd(route.Name, _ => new(() => route.PrepareAsync(this))).Value;

    /// <summary>A route's public door, or its service's own where the gateway does not lead there.</summary>
    public Task<Answer> SendAsync(Route route, Ready ready, object? body, Dictionary<string, string> headers, string contentType = "application/json") =>
        route.Outside(ready.Path) is { } outside
            ? ready.Caller.SendAsync(new(route.Method), outside, body, headers, contentType)
            : SendToAsync(route.Service, route, ready, body, headers, contentType);

    /// <summary>At one replica's own address.</summary>
    public Task<Answer> SendToAsync(string replica, Route route, Ready ready, object? body, Dictionary<string, string> headers, string contentType = "application/json") =>
        ready.Caller.With(Platform.AddressOf(replica)).SendAsync(new(route.Method), ready.Path, body, headers, contentType);

    /// <summary>The valid request, once.</summary>
    public Task<Answer> SendAsync(Route route, Ready ready) => ready.Form is { } form
        ? SendAsync(route, ready, form, ready.Headers(route), "application/x-www-form-urlencoded")
        : SendAsync(route, ready, ready.Sent, ready.Headers(route));

    /// <summary>The addresses at which a service is served.</summary>
    public IReadOnlyList<string> ReplicasOf(string service) => service == "identity" ? [service] : [service, service + "-2"];

    public async Task<string> ReadAsync(Partner reader, string path) => (await reader.GetAsync(path)).Expect(200).Body;

    /// <summary>The one row of a statement, as superuser.</summary>
    public async Task<(T1 First, T2 Second)> RowAsync<T1, T2>(string service, string sql)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetFieldValue<T1>(0), reader.GetFieldValue<T2>(1));
    }

    private static async Task<Stage> MakeAsync()
    {
        var platform = await RunningPlatform.StartAsync(replicas: 2, settings: new Dictionary<string, string>
        {
            ["RateLimits__PerAgency__PermitsPerSecond"] = "100000",
            ["RateLimits__PerAgency__Burst"] = "100000",
            ["RateLimits__Anonymous__PermitsPerSecond"] = "100000",
            ["RateLimits__Anonymous__Burst"] = "100000",
        });
        await platform.PlantUserAsync(HubsSupervisor, "tripoli", "supervisor");
        await Task.WhenAll(new[] { "registrations", "registrations-2" }.Select(replica => Eventually.TrueAsync(async () =>
        {
            var lead = new Partner(platform, "iom-libya");   // each replica looks by itself
            return (await lead.With(platform.AddressOf(replica)).PostAsync($"/people/{await lead.RegisterAsync()}/transfers", new { team = "tripoli" })).Status == 201;
        })));
        await platform.SwitchOnAsync("export-of-files", "iom-libya");
        await Task.WhenAll(new[] { "registrations", "registrations-2" }.Select(replica => Eventually.TrueAsync(async () =>
            (await new Partner(platform, "iom-libya").With(platform.AddressOf(replica)).GetAsync($"/exports/{Guid.NewGuid()}/file")).Status == 404)));
        return new Stage(platform)
        {
            Lead = new Partner(platform, "iom-libya"),
            Hub = await platform.SignInAsync(HubsSupervisor),
            Supervisor = await platform.SignInAsync("supervisor@amal-health.demo"),
            Admin = await platform.SignInAsync("access-admin@iom-libya.demo"),
            Auditor = await platform.SignInAsync("auditor@iom-libya.demo"),
            SecondAdmin = await platform.SignInAsync("access-admin-2@iom-libya.demo"),
            Desk = await platform.SignInAsync("deduplication-desk@iom-libya.demo"),
            Statistician = await platform.SignInAsync("statistics@iom-libya.demo"),
            Officer = await platform.SignInAsync("protection-officer@iom-libya.demo"),
            BaytId = await new Partner(platform, "amal-health").AgencyIdAsync("bayt-shelter"),
            Writes = await Writes.WatchAsync(platform),
        };
    }
}
