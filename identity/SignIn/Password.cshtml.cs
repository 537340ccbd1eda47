using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;
using Platform.Hosting;
using Platform.Identity.Audit;
using Platform.Identity.Users;

namespace Platform.Identity.SignIn;

/// <summary>
/// <c>/sign-in</c>: name and password, checked in the same time and answered with the same words whatever is wrong. What it was stands in the audit of
/// the person's agency.
/// </summary>
public sealed partial class PasswordModel(
    SignInManager<User> signIn, UserManager<User> users, NpgsqlDataSource database, RefusalsOutside refusals, ILogger<PasswordModel> logger) : PageModel
{
    private const int Longest = 256;

    /// <summary>Compared with where there is nothing to compare with: what takes the time of a real check tells nothing.</summary>
    private static string? nobodysHash;

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public bool Refused { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Name is not { Length: > 0 and <= Longest } || Password is not { Length: > 0 and <= Longest } || !FieldRules.IsPlain(Name)) return Refuse(null, "unknown");

        var user = await users.FindByNameAsync(Name);
        var whyNot = user is null ? "unknown"
            : user.PasswordHash is null ? "invited"
            : (await MaySignIn.FindAsync(database, user.Id, ct))?.WhyNot ?? (await users.IsLockedOutAsync(user) ? "locked-out" : null);
        if (whyNot is not null)
        {
            users.PasswordHasher.VerifyHashedPassword(new User(), nobodysHash ??= users.PasswordHasher.HashPassword(new User(), "nobody's password"), Password);
            return Refuse(user, whyNot);
        }

        var result = await signIn.PasswordSignInAsync(user!, Password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return RedirectToPage("/Code", new { returnUrl = ReturnUrl });
        if (!result.Succeeded) return Refuse(user, result.IsLockedOut ? "locked-out" : "wrong-password");

        LogSignedIn(user!.Id);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }

    private PageResult Refuse(User? user, string why)
    {
        LogRefused(user?.Id, why);
        if (user is not null) Response.OnCompleted(() => refusals.EnterAsync(why, user.Id, user.AgencyId, CancellationToken.None));   // after the answer, whose time tells nobody that there is such a person
        Refused = true;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} signed in")]
    private partial void LogSignedIn(Guid userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in was refused, for user {UserId}: {Why}")]
    private partial void LogRefused(Guid? userId, string why);
}
