using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Identity.Users;

namespace Platform.Identity.SignIn;

/// <summary>
/// <c>/sign-in/authenticator</c>: who has signed in with a password, and whose agency or role asks for it, registers an authenticator app by its secret
/// and a first code. Who has one already is shown nothing.
/// </summary>
public sealed class AuthenticatorModel(SignInManager<User> signIn, UserManager<User> users) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Base32 in groups of four, for who types it.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The same for an app on this device (the otpauth scheme of Google Authenticator).</summary>
    public string Uri { get; private set; } = "";

    public bool Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await WhoAsync() is { } user ? await ShowAsync(user) : Back();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await WhoAsync() is not { } user) return Back();

        var code = string.Concat((Code ?? "").Where(char.IsAsciiDigit));       // people type the gap in the middle
        if (await users.IsLockedOutAsync(user) || !await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            await users.AccessFailedAsync(user);
            Refused = true;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return await ShowAsync(user);
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        await signIn.RefreshSignInAsync(user);     // the stamp is new, and this sign-in goes on
        return Back();
    }

    /// <summary>A person who signed in and has no app yet.</summary>
    private async Task<User?> WhoAsync() =>
        await signIn.ValidateSecurityStampAsync((await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal) is { TwoFactorEnabled: false } user ? user : null;

    private LocalRedirectResult Back() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/sign-in");

    private async Task<PageResult> ShowAsync(User user)
    {
        if (await users.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key)
        {
            await users.ResetAuthenticatorKeyAsync(user);
            await signIn.RefreshSignInAsync(user);
            key = (await users.GetAuthenticatorKeyAsync(user))!;
        }

        Secret = string.Join(' ', key.Chunk(4).Select(part => new string(part)));
        Uri = $"otpauth://totp/{System.Uri.EscapeDataString($"Platform:{user.UserName}")}?secret={key}&issuer=Platform&digits=6";
        return Page();
    }
}
