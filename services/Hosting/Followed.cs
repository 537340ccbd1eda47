using System.Data.Common;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Hosting;

/// <summary>
/// A document of identity that this process keeps in memory: loaded before it is ready, read again when told that it
/// changed (<see cref="ReadAgain" />), and every 5 s whatever was or was not told.
/// </summary>
/// <typeparam name="T">The document's shape.</typeparam>
public sealed partial class Followed<T>(IHttpClientFactory clients, string path, IEnumerable<KeepFollowed<T>> keepers, ILogger<Followed<T>> logger)
    : BackgroundService, IHealthCheck, IFollowed
    where T : class
{
    /// <summary>The slow net below the events.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim told = new(0);
    private EntityTagHeaderValue? tag;

    /// <summary>The document as last read, or null when it was never read: then nothing may be allowed on its account.</summary>
    public T? Current { get; private set; }

    /// <summary>It changed: read it now.</summary>
    public void ReadAgain()
    {
        if (told.CurrentCount == 0)
        {
            told.Release();
        }
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Current is null ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
                failures = 0;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException or DbException && !stoppingToken.IsCancellationRequested)
            {
                // at start others may not be up yet: ask often and quietly; later a silence is worth a line
                if (failures++ == 20 || (Current is not null && failures == 1))
                {
                    Unread(logger, failure, path);
                }
            }

            await told.WaitAsync(Current is null ? TimeSpan.FromMilliseconds(200) : Poll, stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        using var client = clients.CreateClient(ServiceToken.Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        using var answer = await client.SendAsync(request, ct);
        if (answer.StatusCode == HttpStatusCode.NotModified)
        {
            return;
        }

        answer.EnsureSuccessStatusCode();
        var read = await answer.Content.ReadFromJsonAsync<T>(ct);
        foreach (var keep in keepers)
        {
            await keep(read!, ct);
        }

        (Current, tag) = (read, answer.Headers.ETag);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} of identity cannot be read; going on with what was last read")]
    private static partial void Unread(ILogger logger, Exception exception, string path);
}

/// <summary>What is to be done with each new version before it is the present one; failing, it is read again.</summary>
public delegate Task KeepFollowed<in T>(T read, CancellationToken ct);

/// <summary>Registers followed documents.</summary>
public static class FollowedRegistration
{
    /// <summary>Follows identity's document at <paramref name="path" />; the process is ready only when it was read once.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="path">Path at identity.</param>
    /// <param name="ringsOn">Exchanges whose messages mean that it has changed.</param>
    public static void AddFollowed<T>(this IServiceCollection services, string path, params string[] ringsOn)
        where T : class
    {
        foreach (var exchange in ringsOn)
        {
            services.AddSingleton(new RingsOn(exchange));
        }

        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Followed<T>>(provider, path));
        services.AddSingleton<IFollowed>(provider => provider.GetRequiredService<Followed<T>>());
        services.AddHostedService(provider => provider.GetRequiredService<Followed<T>>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(path, provider => provider.GetRequiredService<Followed<T>>(), null, null));
    }
}
