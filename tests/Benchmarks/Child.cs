using System.Diagnostics;
using System.Text;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>A process of its own for one part that is measured: this program again, with <c>serve</c>.</summary>
public sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder log = new();

    private Child(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>What it is told: which part, and its settings. Answers when the part is ready.</summary>
    public static async Task<Child> StartAsync(string part, IReadOnlyDictionary<string, string> settings, Uri? address = null)
    {
        address ??= new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var start = new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, "serve", part])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        var child = new Child(Process.Start(start)!, address);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => child.Kill();
        child.process.OutputDataReceived += (_, line) => child.Write(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.Write(line.Data);
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(async () =>
        {
            if (child.process.HasExited)
            {
                throw new InvalidOperationException($"{part} stopped with {child.process.ExitCode}:\n{child.Log}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(address, "health/ready"));
                return answer.IsSuccessStatusCode;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(90), () => $"{part} is not ready:\n{child.Log}");
        return child;
    }

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

    public ValueTask DisposeAsync()
    {
        Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Kill()
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (InvalidOperationException)
        {
            // ended and given back before
        }
    }

    private void Write(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }
}
