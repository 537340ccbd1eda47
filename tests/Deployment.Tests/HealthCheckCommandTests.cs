using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Deployment.Tests;

/// <summary>The command by which a container asks the process in it whether it is ready.</summary>
public sealed class HealthCheckCommandTests
{
    [Theory]
    [InlineData("200 OK", 0)]
    [InlineData("503 Service Unavailable", 1)]
    public async Task It_says_what_the_process_says_of_itself(string answer, int exitCode)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var asked = AnswerOnceAsync(listener, answer);

        Assert.Equal(exitCode, await RunAsync($"http://+:{port}"));
        Assert.StartsWith("GET /health/ready ", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_listens_it_fails()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Assert.Equal(1, await RunAsync($"http://127.0.0.1:{port}/"));
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var asked = await reader.ReadLineAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return asked ?? "";
    }

    private static async Task<int> RunAsync(string urls)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);   // …/bin/Release/net10.0
        var dll = Path.Combine(Repository.Root, "gateway", "bin", output.Parent!.Name, output.Name, "Platform.Gateway.dll");
        return (await Repository.TryAsync("dotnet", [dll, "healthcheck"], new Dictionary<string, string> { ["ASPNETCORE_URLS"] = urls })).ExitCode;
    }
}
