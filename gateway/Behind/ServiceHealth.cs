using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;

namespace Platform.Gateway.Behind;

/// <summary>
/// Whether a service behind the door is ready, as a part of the gateway's own <c>/health/ready</c>. Anybody may ask that, so
/// a service is asked at most once in <see cref="Remembered" />, however many ask here.
/// </summary>
public sealed class ServiceHealth(string cluster, IProxyStateLookup proxy, IHttpClientFactory clients, TimeProvider clock) : IHealthCheck
{
    /// <summary>How long an answer stands.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    /// <summary>How long a service may take to say that it is ready.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock asking = new();
    private Task<bool>? asked;
    private long askedAt;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await Ask().WaitAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();

    // not cancelled by who asks: others wait for the same answer
    private Task<bool> Ask()
    {
        lock (asking)
        {
            if (asked is null || (asked.IsCompleted && clock.GetElapsedTime(askedAt) >= Remembered))
            {
                askedAt = clock.GetTimestamp();
                asked = AnyIsReadyAsync();
            }

            return asked;
        }
    }

    private async Task<bool> AnyIsReadyAsync()
    {
        var addresses = proxy.TryGetCluster(cluster, out var state) ? state.Destinations.Values.Select(destination => destination.Model.Config) : [];
        var answers = await Task.WhenAll(addresses.Select(address => IsReadyAsync(address.Health ?? address.Address)));
        return answers.Contains(true);
    }

    private async Task<bool> IsReadyAsync(string address)
    {
        try
        {
            using var client = clients.CreateClient(nameof(ServiceHealth));
            using var answer = await client.GetAsync(new Uri(new Uri(address), "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}

/// <summary>Registers one check for each cluster of the configuration.</summary>
public static class ServiceHealthRegistration
{
    public static void AddServiceHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(nameof(ServiceHealth), client => client.Timeout = ServiceHealth.Patience);
        foreach (var cluster in builder.Configuration.GetSection("ReverseProxy:Clusters").GetChildren().Select(section => section.Key))
        {
            builder.Services.AddKeyedSingleton(cluster, (services, _) => ActivatorUtilities.CreateInstance<ServiceHealth>(services, cluster));
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(cluster, services => services.GetRequiredKeyedService<ServiceHealth>(cluster), null, null));
        }
    }
}
