using System.Security.Cryptography;

namespace Platform.Identity.SignIn;

/// <summary>What a browser is told about the sign-in pages: nothing foreign, no script, no frame around them.</summary>
public static class PageHeaders
{
    public const string Nonce = "nonce";

    public static void UsePageHeaders(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/sign-in"),
        pages => pages.Use(async (http, next) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            http.Items[Nonce] = nonce;
            http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            await next(http);
        }));
}
