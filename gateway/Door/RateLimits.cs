using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Platform.Hosting;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Door;

/// <summary>
/// How much one agency may ask (section <c>RateLimits</c>). Two walls: how many a second, and how many at the same time at one
/// service, so that an agency's flood, or a service that hangs, waits in that agency's own queue and in nobody else's.
/// Each replica of the gateway counts for itself.
/// </summary>
public static class RateLimits
{
    /// <summary>Requests a second over time, and how many at once after a silence.</summary>
    public sealed record Rate(int PermitsPerSecond, int Burst);

    /// <summary>Requests at the same time at one service, and how many more may wait.</summary>
    public sealed record Share(int Permits, int Queue);

    /// <summary>The section's shape and what holds without it.</summary>
    public sealed class Settings
    {
        /// <summary>For tokens of an agency, all its people and clients together.</summary>
        public Rate PerAgency { get; init; } = new(200, 400);

        /// <summary>For callers without a token (asking for one, signing in, reading the documentation), by address.</summary>
        public Rate Anonymous { get; init; } = new(50, 100);

        /// <summary>For each of both.</summary>
        public Share Concurrent { get; init; } = new(16, 64);
    }

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("RateLimits").Get<Settings>() ?? new Settings();
        builder.Services.AddRateLimiter(limits =>
        {
            // The share comes first: who waits for it has not paid with a permit yet, and pays once.
            limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(ShareOf(settings), RateOf(settings));
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = AnswerAsync;
        });
    }

    private static PartitionedRateLimiter<HttpContext> ShareOf(Settings settings) => PartitionedRateLimiter.Create<HttpContext, (string Who, string Service)>(context =>
        IsLimited(context)
            ? RateLimitPartition.GetConcurrencyLimiter((Who(context).Name, ServiceAsked(context)), _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = settings.Concurrent.Permits,
                QueueLimit = settings.Concurrent.Queue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            })
            : RateLimitPartition.GetNoLimiter(("", "")));

    private static PartitionedRateLimiter<HttpContext> RateOf(Settings settings) => PartitionedRateLimiter.Create<HttpContext, (string Name, bool IsAgency)>(context =>
        IsLimited(context)
            ? RateLimitPartition.GetTokenBucketLimiter(Who(context), who => Bucket(who.IsAgency ? settings.PerAgency : settings.Anonymous))
            : RateLimitPartition.GetNoLimiter(("", false)));

    // one permit each 1/n second; they are added when next looked at, by the time that passed
    private static TokenBucketRateLimiterOptions Bucket(Rate rate) => new()
    {
        TokenLimit = rate.Burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / rate.PermitsPerSecond),
        QueueLimit = 0,
    };

    // health is asked by probes, and costs nobody anything: it is remembered
    private static bool IsLimited(HttpContext context) => !context.Request.Path.StartsWithSegments("/health");

    // by the token under /api only: who tries passwords or secrets with a good token in hand is still a stranger
    private static (string Name, bool IsAgency) Who(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") && context.User.FindFirst(Admission.AgencyClaim) is { } agency
            ? (agency.Value, true)
            : (Network(context.Connection.RemoteIpAddress), false);

    private static string ServiceAsked(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Cluster?.ClusterId ?? "";

    // one household or office has a whole /64 of IPv6 addresses to come from
    private static string Network(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? (int)Math.Ceiling(known.TotalSeconds) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await new Refusal(StatusCodes.Status429TooManyRequests, retryAfterSeconds: Math.Max(1, wait)).ExecuteAsync(rejected.HttpContext);
    }
}
