using System.Diagnostics;
using System.Globalization;
using Platform.Benchmarks.Lines;
using Platform.Benchmarks.Serving;
using Platform.Tests.Matching;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>Started by <c>./platform bench</c>: the lines of performance.md, or with <c>serve</c> one of the parts they measure.</summary>
public static class BenchProgram
{
    /// <summary>Memory first, while nothing has worked yet; the tables of a million rows last.</summary>
    private static readonly (string Numbers, string Name, Func<Bench, Task> Run)[] Lines =
    [
        ("12", "memory", MemoryAtRest.RunAsync),
        ("7", "gateway", GatewayAgainstNginx.RunAsync),
        ("14", "reads", ProtectedReads.RunAsync),
        ("6", "submit", SubmitThroughGateway.RunAsync),
        ("11", "list-http", ListOverHttp.RunAsync),
        ("16", "not-yours", NotYours.RunAsync),
        ("13", "neighbour", LoudNeighbour.RunAsync),
        ("15", "ends", EndOfAccess.RunAsync),
        ("1 2", "events", EventsAndTheirCost.RunAsync),
        ("3", "latency", CommitToReceipt.RunAsync),
        ("4", "relay", RelayDrain.RunAsync),
        ("5", "inbox", BatchedInbox.RunAsync),
        ("18", "imports", BulkImport.RunAsync),
        ("10", "search", NameSearch.RunAsync),
        ("8 9", "list", ListOfNewest.RunAsync),
        (WithoutServers, "matching", NameMatching.RunAsync),
    ];

    /// <summary>The line that only computes.</summary>
    private const string WithoutServers = "17";

    public static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is ["serve", var part])
        {
            return await Parts.ServeAsync(part);
        }

        if (args is ["fit"])
        {
            LogisticFit.Repeat(Console.WriteLine);
            return 0;
        }

        var full = args.Contains("--full");
        var asked = args.Where(arg => arg != "--full").ToArray();
        var chosen = Lines.Where(line => asked.Length == 0 || asked.Contains(line.Name) || line.Numbers.Split(' ').Intersect(asked).Any()).ToArray();
        if (chosen.Length == 0)
        {
            await Console.Error.WriteLineAsync($"Lines: {string.Join(", ", Lines.Select(line => $"{line.Name} ({line.Numbers})"))}");
            return 2;
        }

        var size = double.Parse(Environment.GetEnvironmentVariable("BENCH_SIZE") is { Length: > 0 } scale ? scale : "1", CultureInfo.InvariantCulture);
        var started = Stopwatch.GetTimestamp();
        var failures = 0;
        var servers = TestServers.OfThisRun;
        var processes = chosen.All(line => line.Numbers == WithoutServers) ? null : await Processes.FindAsync(servers);
        await using (var bench = new Bench(servers, processes, full, size))
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; each ratio is the median of interleaved rounds with its range{(size < 1 ? $"; size {size}: a trial, not a result" : "")}");
            foreach (var (numbers, name, run) in chosen)
            {
                try
                {
                    await run(bench);
                }
                catch (Exception failure) when (asked.Length == 0)
                {
                    failures++;
                    Console.WriteLine($"line {numbers} {name} could not be measured: {failure.Message}");
                }
            }
        }

        Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return failures == 0 ? 0 : 1;
    }
}
