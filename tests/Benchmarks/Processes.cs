using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>What processes used of the machine, from <c>/proc</c>: elapsed times swing with the neighbours, CPU per operation far less.</summary>
public sealed class Processes
{
    private const double MicrosecondsPerTick = 10_000;   // USER_HZ is 100 on every Linux .NET runs on

    private readonly int postmaster;
    private readonly int broker;

    private Processes(int postmaster, int broker) => (this.postmaster, this.broker) = (postmaster, broker);

    /// <summary>Finds the private servers; where they are in containers, their CPU is not counted.</summary>
    public static async Task<Processes> FindAsync(TestServers servers)
    {
        await using var connection = new NpgsqlConnection(servers.Postgres);
        await connection.OpenAsync();
        var backend = connection.ProcessID;
        using var management = new HttpClient { BaseAddress = servers.RabbitMqManagement };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(servers.RabbitMqManagement.UserInfo))));
        var pid = 0;
        await Eventually.TrueAsync(async () =>
        {
            // a node that has just started does not know itself yet
            using var nodes = JsonDocument.Parse(await management.GetStringAsync(new Uri("/api/nodes", UriKind.Relative)));
            return nodes.RootElement[0].TryGetProperty("os_pid", out var found) && int.TryParse(found.GetString(), CultureInfo.InvariantCulture, out pid);
        }, TimeSpan.FromSeconds(30));
        return new Processes(Read(backend)?.Parent ?? 0, pid);
    }

    /// <summary>CPU so far, in microseconds, of PostgreSQL with all its sessions, RabbitMQ, and the processes that this one started: all, or the one named.</summary>
    public IReadOnlyDictionary<string, double> Sample(string? only = null)
    {
        var used = new Dictionary<string, double> { ["postgresql"] = 0, ["rabbitmq"] = 0 };
        var everybody = Everybody();
        foreach (var (pid, process) in everybody)
        {
            var name = pid == broker ? "rabbitmq"
                : pid == postmaster || process.Parent == postmaster ? "postgresql"
                : IsOurs(pid, everybody) ? NameOf(pid)
                : null;
            if (name is not null && (only is null || name == only || pid == broker || name == "postgresql"))
            {
                // the postmaster's waited-for children: sessions that have ended
                used[name] = used.GetValueOrDefault(name) + ((process.Own + (pid == postmaster ? process.Children : 0)) * MicrosecondsPerTick);
            }
        }

        return used;
    }

    /// <summary>Proportional set size in MB of each process that this one started.</summary>
    public static IReadOnlyDictionary<string, double> Memory()
    {
        var everybody = Everybody();
        return everybody.Keys.Where(pid => IsOurs(pid, everybody) && File.ReadAllText($"/proc/{pid}/comm").StartsWith("dotnet", StringComparison.Ordinal)).GroupBy(NameOf).ToDictionary(group => group.Key, group => group.Sum(SizeOf));
    }

    /// <summary>CPU per operation between two samples, as "service 210, postgresql 350, …".</summary>
    public static string PerOperation(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after, int operations) =>
        string.Join(", ", after.Select(entry => (entry.Key, Used: (entry.Value - before.GetValueOrDefault(entry.Key)) / operations)).Where(entry => entry.Used >= 1)
            .OrderByDescending(entry => entry.Used).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Used:0} µs")));

    /// <summary>CPU of all of them together between two samples, in microseconds.</summary>
    public static double Used(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after) =>
        after.Sum(entry => entry.Value - before.GetValueOrDefault(entry.Key));

    private static Dictionary<int, (int Parent, double Own, double Children)> Everybody() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => char.IsAsciiDigit(name![0])).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        .Select(pid => (pid, Read: Read(pid))).Where(process => process.Read is not null).ToDictionary(process => process.pid, process => process.Read!.Value);

    // started by this process, or by one that it started
    private static bool IsOurs(int pid, Dictionary<int, (int Parent, double Own, double Children)> everybody)
    {
        for (var at = pid; everybody.TryGetValue(at, out var process); at = process.Parent)
        {
            if (process.Parent == Environment.ProcessId)
            {
                return true;
            }
        }

        return false;
    }

    private static double SizeOf(int pid) => File.ReadLines($"/proc/{pid}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).First();

    private static (int Parent, double Own, double Children)? Read(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Ticks(int at) => double.Parse(fields[at], CultureInfo.InvariantCulture);
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(11) + Ticks(12), Ticks(13) + Ticks(14));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // "dotnet …/Platform.Gateway.dll" is the gateway; "dotnet …/Platform.Benchmarks.dll serve records:plain" is records:plain
    private static string NameOf(int pid)
    {
        var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var dll = Array.FindIndex(words, word => word.EndsWith(".dll", StringComparison.Ordinal));
        return dll < 0 ? Path.GetFileName(words.FirstOrDefault() ?? "gone") : words.Length > dll + 2 ? words[dll + 2] : Path.GetFileNameWithoutExtension(words[dll]).Split('.')[^1].ToLowerInvariant();
    }
}
