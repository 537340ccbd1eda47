using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Gateway.Tests;

/// <summary>Identity's part for tests that need tokens no real identity would issue: signed by its key, and wrong in one thing.</summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string Name = "http://localhost:8080/";

    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "of-the-tests" };

    private Issuer(Backend backend) => Backend = backend;

    public Backend Backend { get; }

    /// <summary>Subjects and the instants before which their tokens are refused.</summary>
    public List<(Guid Subject, DateTimeOffset Instant)> NotBefore { get; } = [];

    public bool Answers { get; set; } = true;

    public static async Task<Issuer> StartAsync(string address = "http://127.0.0.1:0")
    {
        var issuer = new Issuer(await Backend.StartAsync(address));
        issuer.Backend.Answer = issuer.AnswerAsync;
        return issuer;
    }

    /// <summary>A token of an agency's client, changed as the test wants it.</summary>
    public string Token(Guid? agency = null, string role = "caseworker", Action<SecurityTokenDescriptor>? change = null, Guid? subject = null)
    {
        var now = DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = "platform-api",
            TokenType = "at+jwt",
            IssuedAt = now,
            NotBefore = now.AddMinutes(-1),
            Expires = now.AddMinutes(10),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = (subject ?? Guid.NewGuid()).ToString(),
                ["role"] = new[] { role },
            },
        };
        if (agency is not null || role != "service") token.Claims["agency"] = (agency ?? Guid.NewGuid()).ToString();
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>Another key under the same name: what a forger has.</summary>
    public static SigningCredentials ForgersKey() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "of-the-tests" }, SecurityAlgorithms.RsaSha256);

    public ValueTask DisposeAsync() => Backend.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        if (!Answers)
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        }

        var parameters = key.Rsa.ExportParameters(false);
        return context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => context.Response.WriteAsJsonAsync(new
            {
                issuer = Name,
                jwks_uri = Backend.Address + "/.well-known/jwks",
                token_endpoint = Backend.Address + "/connect/token",
            }),
            "/.well-known/jwks" => context.Response.WriteAsJsonAsync(new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId,
                        n = Base64UrlEncoder.Encode(parameters.Modulus!), e = Base64UrlEncoder.Encode(parameters.Exponent!),
                    },
                },
            }),
            "/connect/token" => context.Response.WriteAsJsonAsync(new { access_token = Token(role: "service"), expires_in = 600, token_type = "Bearer" }),
            "/internal/not-before" => context.Response.WriteAsJsonAsync(new
            {
                version = NotBefore.Count,
                entries = NotBefore.Select(entry => new { subject = entry.Subject, instant = entry.Instant }),
            }),
            _ => context.Response.WriteAsync("""{"from":"identity"}"""),
        };
    }
}
