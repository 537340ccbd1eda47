using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;
using Platform.Identity.Audit;
using Platform.Identity.Users;

namespace Platform.Identity.SignIn;

/// <summary>
/// <c>/sign-in/invitation</c>: who was invited chooses a password, once. An old, used or replaced invitation, one of somebody suspended and an unknown user
/// answer alike.
/// </summary>
public sealed class InvitationModel(UserManager<User> users, NpgsqlDataSource database, RefusalsOutside refusals) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public new Guid User { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public bool Refused { get; private set; }

    /// <summary>The invitation is good, and what was refused is the password.</summary>
    public bool IsGood { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var user = await users.FindByIdAsync(User.ToString());
        IsGood = user is not null && Token is { Length: > 0 and <= 2048 } && await MaySignIn.FindAsync(database, User, ct) is { WhyNot: null } && await Invitation.IsGoodAsync(users, user, Token);
        if (IsGood && Password is { Length: > 0 and <= 256 } && await users.ResetPasswordAsync(user!, Token!, Password) is { Succeeded: true })
        {
            return RedirectToPage("/Password");
        }

        if (!IsGood) await refusals.EnterAsync("invitation-refused", User, user?.AgencyId, ct);
        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
