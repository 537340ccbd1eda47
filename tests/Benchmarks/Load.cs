using System.Diagnostics;
using System.Net;

namespace Platform.Benchmarks;

/// <summary>Sends requests with a fixed number of connections.</summary>
public sealed class Load : IDisposable
{
    private readonly HttpClient http;
    private readonly int connections;

    public Load(Uri address, int connections, string? token = null)
    {
        this.connections = connections;
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10) })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }
    }

    public HttpClient Http => http;

    /// <summary>Whether 429 is an answer like another: of who asks for more than their share.</summary>
    public bool MayBeRefused { get; init; }

    /// <summary>Closed loop: each connection sends the next request when it has its answer. Gives requests per second; any answer but 2xx ends the benchmark.</summary>
    public async Task<double> ClosedAsync(int requests, Func<int, HttpRequestMessage> make)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await Task.Yield();
            int at;
            while ((at = Interlocked.Increment(ref next)) < requests)
            {
                await SendAsync(make(at));
            }
        }));
        return requests / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Closed loop for a time.</summary>
    public async Task<(double PerSecond, int Requests)> ClosedAsync(TimeSpan time, Func<int, HttpRequestMessage> make)
    {
        var done = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await Task.Yield();
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await SendAsync(make(Interlocked.Increment(ref done)));
            }
        }));
        return (done / Stopwatch.GetElapsedTime(started).TotalSeconds, done);
    }

    /// <summary>Open loop: requests leave at their time, whether or not earlier ones were answered. Gives what each took from that time on, in milliseconds, sorted.</summary>
    public async Task<IReadOnlyList<double>> OpenAsync(int requests, double perSecond, Func<int, HttpRequestMessage> make)
    {
        var started = Stopwatch.GetTimestamp();
        var sent = new List<Task<double>>(requests);
        for (var at = 0; at < requests; at++)
        {
            var wait = TimeSpan.FromSeconds(at / perSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            sent.Add(TimeAsync(make(at), TimeSpan.FromSeconds(at / perSecond)));
        }

        return [.. (await Task.WhenAll(sent)).Order()];

        async Task<double> TimeAsync(HttpRequestMessage request, TimeSpan meant)
        {
            await SendAsync(request);
            return (Stopwatch.GetElapsedTime(started) - meant).TotalMilliseconds;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await http.SendAsync(request))
        {
            if (!answer.IsSuccessStatusCode && !(MayBeRefused && answer.StatusCode == HttpStatusCode.TooManyRequests))
            {
                throw new InvalidOperationException($"{request.Method} {request.RequestUri} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            await answer.Content.CopyToAsync(Stream.Null);
        }
    }
}
