using Microsoft.Net.Http.Headers;
using Platform.Gateway.Docs;

namespace Platform.Gateway.Door;

/// <summary>What every answer tells a browser, and what none tells a curious caller.</summary>
public static class AnswerHeaders
{
    /// <summary>For answers that are data: nothing in them is to be run, shown in a frame or fetched.</summary>
    private const string DataOnly = "default-src 'none'; frame-ancestors 'none'";

    private const string NoFrame = "frame-ancestors 'none'";

    public static void UseAnswerHeaders(this WebApplication app)
    {
        app.UseHsts();   // says something over https only
        app.Use((context, next) =>
        {
            context.Response.OnStarting(Write, context);
            return next(context);
        });
    }

    private static Task Write(object state)
    {
        var context = (HttpContext)state;
        var (path, headers) = (context.Request.Path, context.Response.Headers);
        headers.Remove(HeaderNames.Server);
        headers.Remove("X-Powered-By");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
            if (!headers.ContentSecurityPolicy.ToString().StartsWith($"{DataOnly};", StringComparison.Ordinal))
            {
                headers.ContentSecurityPolicy = DataOnly;   // a page for people says this, too, and adds what it needs, as its style
            }
        }
        else if (path.StartsWithSegments("/docs"))
        {
            headers.ContentSecurityPolicy = ApiReferencePage.ContentSecurityPolicy(context) ?? DataOnly;
        }
        else if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = NoFrame;   // identity's pages bring a stricter one of their own
        }

        return Task.CompletedTask;
    }
}
