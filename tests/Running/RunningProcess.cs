using System.Diagnostics;
using System.Text;

namespace Platform.Tests.Running;

/// <summary>One process of the platform, started from its build output.</summary>
internal sealed class RunningProcess(string name, string service, Uri address)
{
    private static readonly Dictionary<string, string> Projects = new()
    {
        ["gateway"] = "gateway/Platform.Gateway",
        ["identity"] = "identity/Platform.Identity",
        ["registrations"] = "services/Registrations/Platform.Registrations",
        ["assessments"] = "services/Assessments/Platform.Assessments",
        ["referrals"] = "services/Referrals/Platform.Referrals",
        ["tally"] = "tests/Tally/Platform.Tests.Tally",
    };

    // a test host is killed without a word when it is late: then its end of the pipe closes, and what it had started ends too
    private const string EndsWithItsParent = """
        exec 3<&0
        "$@" 3<&- </dev/null & process=$!
        { cat <&3 >/dev/null; kill -9 $process; } 2>/dev/null & watch=$!
        wait $process; status=$?
        kill $watch 2>/dev/null
        exit $status
        """;

    private readonly StringBuilder log = new();
    private Process? process;

    public string Name => name;

    public string Service => service;

    public Uri Address => address;

    public IReadOnlyDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();

    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <param name="until">Path that answers when it has started.</param>
    public async Task StartAsync(string until = "health/ready")
    {
        process = Launch([], []);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{name} stopped with {process.ExitCode}:\n{Log}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(address, until));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
            catch (TaskCanceledException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(120), () => $"{name} is not ready:\n{Log}");
    }

    /// <summary>Runs one of the process's commands to its end, which must be a good one.</summary>
    public async Task RunAsync(string command, Dictionary<string, string> more)
    {
        if (await ExitCodeOfAsync(command, more) is not 0 and var exitCode)
        {
            throw new InvalidOperationException($"{name} {command} stopped with {exitCode}:\n{Log}");
        }
    }

    /// <summary>Runs one of the process's commands to its end; what it writes is in the log.</summary>
    public async Task<int> ExitCodeOfAsync(string command, Dictionary<string, string> more)
    {
        using var once = Launch([command], more);
        await once.WaitForExitAsync();
        return once.ExitCode;
    }

    public void Kill()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    private Process Launch(string[] arguments, Dictionary<string, string> more)
    {
        var (folder, dll) = Output(service);
        var start = new ProcessStartInfo("bash", ["-c", EndsWithItsParent, "bash", "dotnet", dll, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        foreach (var (key, value) in Settings.Concat(more))
        {
            start.Environment[key] = value;
        }

        var launched = Process.Start(start)!;
        launched.OutputDataReceived += (_, line) => Write(line.Data);
        launched.ErrorDataReceived += (_, line) => Write(line.Data);
        launched.BeginOutputReadLine();
        launched.BeginErrorReadLine();
        return launched;
    }

    private void Write(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }

    private static (string Folder, string Dll) Output(string service)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);   // …/bin/Release/net10.0
        var project = Projects[service];
        var folder = Path.Combine(SourceTree.Root.FullName, Path.GetDirectoryName(project)!, "bin", output.Parent!.Name, output.Name);
        return (folder, Path.Combine(folder, Path.GetFileName(project) + ".dll"));
    }
}
