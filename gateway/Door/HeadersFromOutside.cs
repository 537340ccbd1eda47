using System.Text;
using Microsoft.AspNetCore.HttpOverrides;

namespace Platform.Gateway.Door;

/// <summary>
/// What a caller may not say of itself: headers by which a server elsewhere might be told who is asking or from where. They
/// end here on every route; who is asking stands in the token, and from where is what the connection shows.
/// </summary>
public static class HeadersFromOutside
{
    private static readonly string[] Prefixes =
    [
        "Forwarded", "X-Forwarded", "X-Real-IP", "X-Original-", "X-Rewrite-", "X-Remote", "Remote-", "True-Client-IP", "Platform-",
        "X-User", "X-Agency", "X-Role", "X-Team", "X-Area", "X-Client", "X-Auth", "X-MS-Client",
    ];

    /// <summary>Takes every byte in, so that those which no header may have are refused like any other mistake, with a problem.</summary>
    public static void AddHeadersFromOutside(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1);

    /// <summary>
    /// Takes them off. Where TLS ends before the gateway, <c>Gateway:TrustedProxies</c> (CIDR) names the networks of those
    /// whose X-Forwarded-For and -Proto are believed first; by default nobody's are, the loopback's neither.
    /// </summary>
    public static void UseHeadersFromOutside(this WebApplication app)
    {
        if (app.Configuration.GetSection("Gateway:TrustedProxies").Get<string[]>() is { Length: > 0 } networks)
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }

            app.UseForwardedHeaders(options);
        }

        app.Use((context, next) =>
        {
            TakeOff(context.Request);
            return next(context);
        });
    }

    private static void TakeOff(HttpRequest request)
    {
        List<string>? found = null;
        foreach (var header in request.Headers)
        {
            if (Array.Exists(Prefixes, prefix => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                (found ??= []).Add(header.Key);
            }
        }

        foreach (var name in found ?? [])
        {
            request.Headers.Remove(name);
        }

        if (request.Path.StartsWithSegments("/api"))
        {
            request.Headers.Remove("Cookie");   // a service knows tokens only; a sign-in's cookie is identity's and the portal's
        }
    }
}
