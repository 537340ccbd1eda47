using Microsoft.AspNetCore.Identity;

namespace Platform.Identity.Users;

/// <summary>
/// A link at which somebody chooses a password, once. It is made of the user's security stamp: a newer invitation, a password
/// or a suspension renews the stamp, and the link before is none any more.
/// </summary>
/// <param name="Login">Whom it is for.</param>
/// <param name="Link">To hand over; it is answered once and kept nowhere.</param>
/// <param name="Until">How long it is good.</param>
public sealed record Invitation(string Login, string Link, DateTimeOffset Until)
{
    public static async Task<Invitation> ForAsync(UserManager<User> users, IConfiguration configuration, User user, DateTimeOffset now)
    {
        var token = await users.GeneratePasswordResetTokenAsync(user);
        return new(user.UserName!, $"{configuration.Required("Identity:Issuer")}sign-in/invitation?user={user.Id}&token={Uri.EscapeDataString(token)}", now + UsersSetup.InvitationLife);
    }

    /// <summary>Whether the link is good now.</summary>
    public static Task<bool> IsGoodAsync(UserManager<User> users, User user, string token) =>
        users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<User>.ResetPasswordTokenPurpose, token);
}
