using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Behind;

/// <summary>
/// A replica that is gone costs its callers nothing while there is another one: what cannot have taken effect is sent there,
/// and for a while nobody is sent to the one that is gone.
/// </summary>
public sealed class AnotherReplica(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    /// <summary>How long a replica that could not be reached is left alone, where there is another one.</summary>
    public static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public string Name => "Unreached";

    /// <inheritdoc />
    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.GetForwarderErrorFeature() is { } failure && WasNotReached(failure))
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, LeftAlone);
        }
    }

    /// <summary>Whether no connection came about, so that nothing can have been done.</summary>
    public static bool WasNotReached(IForwarderErrorFeature failure) =>
        failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    internal static async Task TryAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AvailableDestinations;   // now: balancing leaves only the one it chose
        await next(context);
        while (context.GetForwarderErrorFeature() is { } failure && MayRepeat(context, failure)
            && (untried = [.. untried.Where(other => other != proxy.ProxiedDestination)]).Count > 0)
        {
            proxy.AvailableDestinations = untried;
            proxy.ProxiedDestination = null;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            await next(context);
        }
    }

    // a broken-off answer may have been an effect, unless the call only reads
    private static bool MayRepeat(HttpContext context, IForwarderErrorFeature failure) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested
        && (WasNotReached(failure) || (failure.Error is ForwarderError.Request && HttpMethods.IsGet(context.Request.Method)));
}

/// <summary>Registers it.</summary>
public static class AnotherReplicaRegistration
{
    public static void AddAnotherReplica(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IPassiveHealthCheckPolicy, AnotherReplica>();

    public static void UseAnotherReplica(this IReverseProxyApplicationBuilder proxy) => proxy.Use(AnotherReplica.TryAsync);
}
