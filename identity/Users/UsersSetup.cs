using Microsoft.AspNetCore.Identity;
using OpenIddict.Validation.AspNetCore;

namespace Platform.Identity.Users;

/// <summary>ASP.NET Core Identity for people: passwords, lockout, one-time codes, and the cookie of a sign-in.</summary>
public static class UsersSetup
{
    /// <summary>A working day.</summary>
    private static readonly TimeSpan LongestSignIn = TimeSpan.FromHours(8);

    /// <summary>How long an invitation can be taken up.</summary>
    public static readonly TimeSpan InvitationLife = TimeSpan.FromHours(72);

    /// <summary>Calls bring a token, pages a sign-in; neither is ever taken for the other.</summary>
    private const string ByPath = "by-path";

    private static readonly string[] Calls = ["/api", "/internal", "/operations"];

    public static void AddUsers(this WebApplicationBuilder builder)
    {
        builder.Services.AddIdentityCore<User>(options =>
            {
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);

                // Length is what counts (NIST SP 800-63B); rules about signs and digits only make passwords hard to remember.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.User.RequireUniqueEmail = false;
            })
            .AddEntityFrameworkStores<IdentityDatabase>()
            .AddSignInManager()
            .AddDefaultTokenProviders();

        builder.Services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = InvitationLife);
        builder.Services.AddAuthentication(ByPath).AddPolicyScheme(ByPath, null, scheme => scheme.ForwardDefaultSelector = SchemeOf).AddIdentityCookies();
        builder.Services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "platform-sign-in";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = LongestSignIn;
            cookie.SlidingExpiration = false;
        });

        // Not by the clock, which would also make a sign-in look younger than it is: Authorize checks the stamp at each use.
        builder.Services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = LongestSignIn);
    }

    private static string SchemeOf(HttpContext context) =>
        Array.Exists(Calls, call => context.Request.Path.StartsWithSegments(call))
            ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme : IdentityConstants.ApplicationScheme;
}
