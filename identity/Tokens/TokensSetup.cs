using Microsoft.IdentityModel.Tokens;
using Platform.Hosting;
using Platform.Identity.Clients;
using Platform.Identity.NotBefore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Tokens;

/// <summary>OpenIddict as the platform uses it.</summary>
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
                    .RegisterScopes(PlatformClaims.PlatformScope, Scopes.OpenId, Scopes.OfflineAccess)
                    .DisableAccessTokenEncryption()
                    .SetAccessTokenLifetime(AccessTokenLifetime)
                    .SetRefreshTokenLifetime(RefreshTokenLifetime)
                    .SetRefreshTokenReuseLeeway(TimeSpan.Zero);      // a refresh token seen twice is a stolen one

                server.AddEventHandler(EnterEndedSignIns.Descriptor);

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
                validation.AddAudiences(PlatformClaims.Audience);
                validation.Configure(options => options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256]);   // as every other process
                validation.AddEventHandler(RefuseOldTokens.Descriptor);
            });

        builder.Services.AddSingleton<PruneTokens>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PruneTokens>());

        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(TokenChecks.ServicePolicy, policy => policy.RequireAuthenticatedUser().RequireRole(PlatformClaims.ServiceRole));
    }
}
