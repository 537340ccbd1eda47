using System.Net.Sockets;
using System.Text;

namespace Platform.Hosting;

/// <summary>
/// What <c>dotnet Platform.X.dll healthcheck</c> does instead of serving: asks the process that serves beside it whether it
/// is ready, for a container engine that can only run a command. The base image has no curl, and this needs none.
/// </summary>
public static class HealthCheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>True when the command was given; the exit code is then 0 for ready and 1 for anything else.</summary>
    public static async Task<bool> RunAsync(string[] args)
    {
        if (args is not ["healthcheck"])
        {
            return false;
        }

        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? $"http://+:{Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") ?? "8080"}";
        var port = int.Parse(urls.Split(';')[0].TrimEnd('/').Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Environment.ExitCode = await IsReadyAsync(port) ? 0 : 1;
        return true;
    }

    // by hand, because it runs every few seconds for as long as the container lives: an HttpClient takes twice the time to start
    private static async Task<bool> IsReadyAsync(int port)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, deadline.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), deadline.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadLineAsync(deadline.Token) is { } status && status.Contains(" 200", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
