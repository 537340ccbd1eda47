using System.Diagnostics;

namespace Platform.Journeys.Tests;

/// <summary>A script of the repository, run as a reader of the README would run it.</summary>
internal static class Script
{
    /// <summary>Runs it to its end and gives its exit code and what it printed, both streams in the order in which they came.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string path, IReadOnlyDictionary<string, string> environment, TimeSpan within, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root(), path), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var lines = new List<string>();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{path} did not end in time:\n{Output()}");
        }

        return (process.ExitCode, Output());

        void Add(string? line)
        {
            lock (lines)
            {
                if (line is not null) lines.Add(line);
            }
        }

        string Output()
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Platform.sln is not above the tests.");
        }

        return folder.FullName;
    }
}
