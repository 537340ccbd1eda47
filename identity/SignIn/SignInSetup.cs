using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Platform.Identity.SigningKeys;

namespace Platform.Identity.SignIn;

/// <summary>Registers the sign-in pages and the keys of their cookies.</summary>
public static class SignInSetup
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(options => options.RootDirectory = "/SignIn");
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));      // Arabic as itself
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "platform-form");

        // In the database, so that a sign-in outlives a restart and is good at every replica.
        builder.Services.AddDataProtection().SetApplicationName("platform-identity").PersistKeysToDbContext<IdentityDatabase>();
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlEncryptor = new SealXml(services)));
    }
}
