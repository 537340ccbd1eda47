using Scalar.AspNetCore;

namespace Platform.Gateway.Docs;

/// <summary><c>/docs</c>: the reference of all services' calls, from this process alone: no script, font or word from elsewhere.</summary>
public static class ApiReferencePage
{
    /// <summary>Marks the routes of the configuration that lead to a service's description, and names the service for readers.</summary>
    public const string Mark = "ApiReference";

    public static void MapApiReferencePage(this WebApplication app)
    {
        app.MapScalarApiReference("/docs", page =>
        {
            page.Title = "Platform API";
            page.DefaultFonts = false;
            page.Telemetry = false;
            page.DisableAgent();
            page.DisableMcp();
            page.WithNonce();
            foreach (var route in app.Configuration.GetSection("ReverseProxy:Routes").GetChildren())
            {
                if (route[$"Metadata:{Mark}"] is { } title)
                {
                    page.AddDocument(route["ClusterId"]!, title, route["Match:Path"]);
                }
            }
        }).AllowAnonymous();
        app.MapGet("/", () => Results.Redirect("/docs")).AllowAnonymous().ExcludeFromDescription();   // until the portal is there
    }

    /// <summary>What the page may do, or null where the answer is not the page.</summary>
    public static string? ContentSecurityPolicy(HttpContext context) => context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce
        ? $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        : null;
}
