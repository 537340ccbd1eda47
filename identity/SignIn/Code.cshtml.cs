using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Identity.Audit;
using Platform.Identity.Users;

namespace Platform.Identity.SignIn;

/// <summary><c>/sign-in/code</c>: the second step for those who have an authenticator app. Wrong codes count towards the lockout.</summary>
public sealed class CodeModel(SignInManager<User> signIn, RefusalsOutside refusals) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("/Password", new { returnUrl = ReturnUrl }) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return RedirectToPage("/Password", new { returnUrl = ReturnUrl });

        var code = string.Concat((Code ?? "").Where(char.IsAsciiDigit));       // people type the gap in the middle
        var result = await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        if (result.Succeeded) return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");

        await refusals.EnterAsync(result.IsLockedOut ? "locked-out" : "wrong-code", user.Id, user.AgencyId, ct);
        Refused = true;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }
}
