using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Hosting;

/// <summary>
/// The token check of every process: RS256 by identity's published keys, our audience and issuer, not expired, not older
/// than its subject's or agency's not-before instant.
/// </summary>
public static class TokenChecks
{
    /// <summary>Policy of the calls processes make to each other.</summary>
    public const string ServicePolicy = "service";

    /// <summary>The least the library allows: a key is published for 15 minutes before it signs, so it is known here by then.</summary>
    private static readonly TimeSpan KeysReadEvery = TimeSpan.FromMinutes(5);

    internal static void AddTokenChecks(this WebApplicationBuilder builder)
    {
        var identity = builder.Configuration.GetSection("Identity").Get<IdentityOptions>()
            ?? throw new InvalidOperationException("The configuration has no section Identity.");
        builder.Services.AddSingleton(identity);
        builder.Services.AddSingleton<HeldToken>();
        builder.Services.AddTransient<ServiceToken>();
        builder.Services.AddHttpClient(ServiceToken.Client, client =>
        {
            client.BaseAddress = identity.Authority;
            client.Timeout = TimeSpan.FromSeconds(10);
        }).AddHttpMessageHandler<ServiceToken>();
        builder.Services.AddFollowed<NotBefore>("internal/not-before", "Platform.Contracts.Identity.V1:NotBeforeRaised");
        builder.Services.AddHostedService<Bell>();
        builder.Services.AddSingleton<TokenFreshness>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MetadataAddress = new Uri(identity.Authority, ".well-known/openid-configuration").AbsoluteUri;
            bearer.AutomaticRefreshInterval = KeysReadEvery;
            bearer.RequireHttpsMetadata = false;   // identity is reached on the loopback or the cluster's own network
            bearer.MapInboundClaims = false;
            bearer.TokenHandlers.Clear();
            bearer.TokenHandlers.Add(new RememberedTokens());
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = identity.Issuer,
                ValidAudience = IdentityOptions.Audience,
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ClockSkew = TimeSpan.FromSeconds(5),
                NameClaimType = "sub",
                RoleClaimType = "role",
            };
            bearer.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    var freshness = context.HttpContext.RequestServices.GetRequiredService<TokenFreshness>();
                    if (!freshness.IsFresh(context.Principal!))
                    {
                        if (freshness.IsKnown)
                        {
                            context.HttpContext.Features.Set(new EndedToken(context.Principal!));
                        }

                        context.Fail("older than the subject's not-before instant");
                    }

                    return Task.CompletedTask;
                },

                // Until identity was read once no token can be judged. A 401 would make callers throw good tokens away and ask for
                // new ones, at the moment when identity is down: so it is an outage, and says that.
                OnChallenge = context =>
                {
                    if (context.Request.Headers.Authorization.Count == 0 || context.HttpContext.RequestServices.GetRequiredService<Followed<NotBefore>>().Current is not null)
                    {
                        return Task.CompletedTask;
                    }

                    context.HandleResponse();
                    return Refusal.Unavailable().ExecuteAsync(context.HttpContext);
                },
            };
        });
        builder.Services.AddAuthorizationBuilder()
            // a route without a policy is closed; what is no route at all is for routing to say (404, 405), to who may ask
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(asked => asked.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build())
            .AddPolicy(ServicePolicy, policy => policy.RequireAuthenticatedUser().RequireRole("service"));
    }

    /// <summary>Checks a token once and remembers the outcome until it expires; bounded, keyed by the token's hash.</summary>
#pragma warning disable CA1001 // lives as long as the process
    private sealed class RememberedTokens : JsonWebTokenHandler
#pragma warning restore CA1001
    {
        private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 10_000 });

        public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
            if (cache.TryGetValue(key, out TokenValidationResult? known))
            {
                return known!;
            }

            var result = await base.ValidateTokenAsync(token, validationParameters);
            if (result.IsValid)
            {
                cache.Set(key, result, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = new DateTimeOffset(result.SecurityToken.ValidTo) });
            }

            return result;
        }
    }
}

/// <summary>Instants before which tokens of a subject (user, client or agency) are refused.</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="Entries">One entry a subject.</param>
public sealed record NotBefore(long Version, IReadOnlyList<NotBefore.Entry> Entries)
{
    /// <summary>One subject's instant.</summary>
    public sealed record Entry(string Subject, DateTimeOffset Instant);
}

/// <summary>A feature of a request: its token was signed for somebody and has not expired, and their access changed since.</summary>
/// <param name="Holder">Whose it was; nobody is let in by it.</param>
public sealed record EndedToken(System.Security.Claims.ClaimsPrincipal Holder);

/// <summary>Whether a token is younger than what identity last said of its subject and agency. Closed until the list is there.</summary>
public sealed class TokenFreshness(Followed<NotBefore> list)
{
    private Dictionary<string, DateTimeOffset> bySubject = [];
    private NotBefore? read;

    /// <summary>Whether the list is there.</summary>
    public bool IsKnown => list.Current is not null;

    /// <summary>Whether it is, now.</summary>
    public bool IsFresh(System.Security.Claims.ClaimsPrincipal principal)
    {
        if (list.Current is not { } current)
        {
            return false;
        }

        if (!ReferenceEquals(read, current))
        {
            bySubject = current.Entries.ToDictionary(entry => entry.Subject, entry => entry.Instant, StringComparer.OrdinalIgnoreCase);
            read = current;
        }

        var issued = principal.FindFirst("issued_ms") is { } exact
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(exact.Value, CultureInfo.InvariantCulture))
            : DateTimeOffset.FromUnixTimeSeconds(long.Parse(principal.FindFirst("iat")?.Value ?? "0", CultureInfo.InvariantCulture));
        return Stands(principal.FindFirst("sub")?.Value) && Stands(principal.FindFirst("agency")?.Value);

        bool Stands(string? subject) => subject is null || !bySubject.TryGetValue(subject, out var instant) || issued >= instant;
    }
}
