using OpenIddict.Validation.AspNetCore;
using Platform.Identity.Clients;
using Platform.Identity.NotBefore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Tokens;

/// <summary>OpenIddict as the platform uses it, and the policies by which this process guards its own routes.</summary>
public static class TokensSetup
{
    /// <summary>As long as a service may go on with a token after an event got lost and the not-before list could not be read.</summary>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(14);

    public static void AddTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>()
                    .ReplaceDefaultEntities<Client, ClientAuthorization, TokenScope, IssuedToken, Guid>();
                core.ReplaceApplicationManager<Client, ClientSecrets>();
            })
            .AddServer(server =>
            {
                server.SetIssuer(new Uri(builder.Configuration.Required("Identity:Issuer")))
                    .SetTokenEndpointUris("connect/token")
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetEndSessionEndpointUris("connect/logout")
                    .SetConfigurationEndpointUris(".well-known/openid-configuration")
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks")
                    .AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow()
                    .RequireProofKeyForCodeExchange()
                    .RegisterScopes(Caller.PlatformScope, Scopes.OpenId, Scopes.OfflineAccess)
                    .DisableAccessTokenEncryption()
                    .SetAccessTokenLifetime(AccessTokenLifetime)
                    .SetRefreshTokenLifetime(RefreshTokenLifetime)
                    .SetRefreshTokenReuseLeeway(TimeSpan.Zero);      // a refresh token seen twice is a stolen one

                // A challenge in clear text is no proof of anything.
                server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));

                // TLS ends before the gateway; inside, http.
                server.UseAspNetCore().DisableTransportSecurityRequirement()
                    .EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.AddAudiences(Caller.Audience);
                validation.AddEventHandler(RefuseOldTokens.Descriptor);
            });

        builder.Services.AddSingleton<PruneTokens>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PruneTokens>());

        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Service, policy => policy.AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
                .RequireClaim(Caller.Role, Caller.ServiceRole))
            .AddPolicy(Policies.AnyCaller, policy => policy.AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
                .RequireAuthenticatedUser())
            .AddPolicy(Policies.OfAnAgency, policy => policy.AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
                .RequireClaim(Caller.Agency))
            .AddPolicy(Policies.SuspendAccess, policy => policy.AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
                .RequireClaim(Caller.Role, "access-admin").RequireClaim(Caller.Kind, "lead"));
    }
}
