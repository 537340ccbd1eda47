using System.Collections.Concurrent;
using System.Net;
using Platform.Tests.Servers;

namespace Platform.Tests.Running;

/// <summary>Takes in what processes say of their traces and metrics (OTLP over HTTP), as it comes: one body is one process's.</summary>
public sealed class Collector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<byte[]> bodies = new();

    public Collector()
    {
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = TakeInAsync();
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}/");

    /// <summary>What a process is told to send its traces and metrics here, soon.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };

    /// <summary>Whether one process said all of this in one breath, as its name, a span's name and a trace's id.</summary>
    public bool Heard(params byte[][] parts) => bodies.Any(body => parts.All(part => body.AsSpan().IndexOf(part) >= 0));

    public void Dispose() => listener.Close();

    private async Task TakeInAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                bodies.Enqueue(body.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // the tests are over
        }
    }
}
