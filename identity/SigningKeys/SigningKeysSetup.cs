using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Platform.Identity.SigningKeys;

/// <summary>Registers the key ring, and that it is followed.</summary>
public static class SigningKeysSetup
{
    public static void AddSigningKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => SigningKeySettings.From(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(s => s.GetRequiredService<KeyRing>());
        builder.Services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(s => s.GetRequiredService<KeyRing>());
        builder.Services.AddSingleton<IOptionsChangeTokenSource<OpenIddictValidationOptions>>(s => s.GetRequiredService<KeyRing>());
        builder.Services.AddHostedService<FollowSigningKeys>();
    }
}
