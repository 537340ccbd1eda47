using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>What all lines share: the servers, how much is asked for, and how a result is said.</summary>
public sealed class Bench(TestServers servers, Processes? processes, bool full, double size) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> held = [];
    private RunningPlatform? platform;

    public TestServers Servers => servers;

    /// <summary>Of the servers, where a line that was asked for needs them.</summary>
    public Processes Processes => processes ?? throw new InvalidOperationException("These lines run without servers.");

    /// <summary>Whether 10 M rows and growth curves are asked for.</summary>
    public bool Full => full;

    /// <summary>Rounds of each line.</summary>
    public int Rounds => full ? 5 : 3;

    /// <summary>An amount of the quick form; more in the full one. <c>BENCH_SIZE</c> scales it, to try a line out in seconds.</summary>
    public int Amount(int quick, int? inFull = null) => Math.Max(1, (int)((full ? inFull ?? quick * 4 : quick) * size));

    public TimeSpan Time(double quickSeconds) => TimeSpan.FromSeconds((full ? quickSeconds * 3 : quickSeconds) * size);

    /// <summary>Settings of the gateway with which a load from one address reaches no limit.</summary>
    public static IReadOnlyDictionary<string, string> WithoutLimits { get; } = new Dictionary<string, string>
    {
        ["RateLimits__PerAgency__PermitsPerSecond"] = "1000000",
        ["RateLimits__PerAgency__Burst"] = "1000000",
        ["RateLimits__Anonymous__PermitsPerSecond"] = "1000000",
        ["RateLimits__Anonymous__Burst"] = "1000000",
        ["RateLimits__Concurrent__Permits"] = "1000",
    };

    /// <summary>The platform as it really runs, with limits that a load from one address does not reach; started once.</summary>
    public async Task<RunningPlatform> PlatformAsync()
    {
        if (platform is null)
        {
            Backend = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
            var health = await AlwaysReadyAsync();
            platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string>(WithoutLimits)
            {
                // the same backend behind the door, once for everybody and once for who bears a token
                ["ReverseProxy__Routes__bench-open__ClusterId"] = "bench",
                ["ReverseProxy__Routes__bench-open__AuthorizationPolicy"] = "anonymous",
                ["ReverseProxy__Routes__bench-open__Match__Path"] = "/bench/{**rest}",
                ["ReverseProxy__Routes__bench-checked__ClusterId"] = "bench",
                ["ReverseProxy__Routes__bench-checked__AuthorizationPolicy"] = "agency",
                ["ReverseProxy__Routes__bench-checked__Match__Path"] = "/api/bench/{**rest}",
                ["ReverseProxy__Clusters__bench__HttpRequest__Version"] = "1.1",
                ["ReverseProxy__Clusters__bench__HttpRequest__VersionPolicy"] = "RequestVersionExact",
                ["ReverseProxy__Clusters__bench__Destinations__d1__Address"] = Backend.AbsoluteUri,
                ["ReverseProxy__Clusters__bench__Destinations__d1__Health"] = health.AbsoluteUri,
            });
            held.Add(platform);
        }

        return platform;
    }

    /// <summary>Where the gateway of <see cref="PlatformAsync" /> looks for the backend of <c>/bench</c> and <c>/api/bench</c>.</summary>
    public Uri Backend { get; private set; } = null!;

    /// <summary>Given back at the end of the run.</summary>
    public T Hold<T>(T one)
        where T : IAsyncDisposable
    {
        held.Add(one);
        return one;
    }

    /// <summary>One result, and for a goal that was missed what the time went into and what to try next.</summary>
    public static void Say(string line, string name, Spread ratio, Goal? goal, string profile, string next)
    {
        Console.WriteLine($"line {line,-3} {name}: {ratio}  {(goal is null ? "reported" : $"{goal}  {(goal.IsMetBy(ratio.Median) ? "met" : "missed")}")}");
        if (profile.Length > 0)
        {
            Note(profile);
        }

        if (goal?.IsMetBy(ratio.Median) is false)
        {
            Note($"next idea: {next}");
        }
    }

    public static void Note(string text) => Console.WriteLine($"           {text.ReplaceLineEndings("\n           ")}");

    /// <summary>Starts counting statements anew; false where the server does not count them.</summary>
    public async Task<bool> CountStatementsAsync()
    {
        await using var connection = new NpgsqlConnection(servers.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("create extension if not exists pg_stat_statements; select pg_stat_statements_reset()", connection);
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    /// <summary>Where PostgreSQL's time went since <see cref="CountStatementsAsync" />, in microseconds per operation.</summary>
    public async Task<string> DearestStatementsAsync(int operations)
    {
        await using var connection = new NpgsqlConnection(servers.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select sum(total_exec_time * 1000) / $1, sum(calls)::float8 / $1, left(regexp_replace(query, '\s+', ' ', 'g'), 110)
              from pg_stat_statements where toplevel group by 3 order by 1 desc limit 8
            """, connection) { Parameters = { new() { Value = (double)operations } } };
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{reader.GetDouble(0),6:0} µs, {reader.GetDouble(1):0.0} a time: {reader.GetString(2)}"));
        }

        return string.Join('\n', lines);
    }

    /// <summary>A sign of life that is no result.</summary>
    public static async Task<T> StepAsync<T>(string what, Func<Task<T>> step)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await step();
        Console.WriteLine($"  … {what} ({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s)");
        return result;
    }

    public static Task StepAsync(string what, Func<Task> step) => StepAsync(what, async () =>
    {
        await step();
        return 0;
    });

    // the gateway is ready when all behind it is; its bench backend comes and goes with the lines that use it
    private async Task<Uri> AlwaysReadyAsync()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.AbsoluteUri);
        var app = Hold(builder.Build());
        app.MapGet("/health/ready", () => Results.Ok());
        await app.StartAsync();
        return address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(held))
        {
            await one.DisposeAsync();
        }
    }
}
