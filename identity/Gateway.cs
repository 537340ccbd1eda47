using Microsoft.AspNetCore.HttpOverrides;

namespace Platform.Identity;

/// <summary>Behind the gateway: the address that a person or partner used is the one that discovery and redirects show them.</summary>
public static class Gateway
{
    /// <summary>Believes the headers of the loopback, and of the networks in <c>Identity:TrustedProxies</c> (CIDR), and of nobody else.</summary>
    public static void AddGateway(this WebApplicationBuilder builder) => builder.Services.Configure<ForwardedHeadersOptions>(options =>
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (var network in builder.Configuration.GetSection("Identity:TrustedProxies").Get<string[]>() ?? [])
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    });
}
