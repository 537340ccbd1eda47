using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Gateway.Tests;

/// <summary>What stands behind the door in a test: a server of its own that remembers what came and answers as it is told.</summary>
public sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication app;

    private int healthQuestions;

    private Backend(WebApplication app) => this.app = app;

    /// <summary>What came, health questions left out.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public int HealthQuestions => healthQuestions;

    public bool Ready { get; set; } = true;

    /// <summary>How it answers everything but health: by default 200 and a small JSON.</summary>
    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync("""{"from":"behind"}""");

    public string Address => app.Urls.Single();

    public Received Last => Requests.Last();

    public static async Task<Backend> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var backend = new Backend(builder.Build());
        backend.app.Run(backend.HandleAsync);
        await backend.app.StartAsync();
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        // at once, also while an answer is awaited: some tests let a request hang
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == "/health/ready")
        {
            Interlocked.Increment(ref healthQuestions);
            context.Response.StatusCode = Ready ? 200 : 503;
            return;
        }

        Requests.Enqueue(new Received(
            context.Request.Method,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        await Answer(context);
    }
}

/// <summary>A request as it arrived behind the door.</summary>
public sealed record Received(string Method, string Target, Dictionary<string, string> Headers);
