using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Identity.Users;

namespace Platform.Identity.SignIn;

/// <summary><c>/sign-in/invitation</c>: who was invited chooses a password, once. An old or used invitation and an unknown user answer alike.</summary>
public sealed class InvitationModel(UserManager<User> users) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public new Guid User { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public bool Refused { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Token is { Length: > 0 and <= 2048 } && Password is { Length: > 0 and <= 256 }
            && await users.FindByIdAsync(User.ToString()) is { } user
            && await users.ResetPasswordAsync(user, Token, Password) is { Succeeded: true })
        {
            return RedirectToPage("/Password");
        }

        Refused = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
