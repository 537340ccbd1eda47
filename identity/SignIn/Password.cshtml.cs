using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;
using Platform.Hosting;
using Platform.Identity.Users;

namespace Platform.Identity.SignIn;

/// <summary><c>/sign-in</c>: name and password, checked in the same time and answered with the same words whatever is wrong.</summary>
public sealed partial class PasswordModel(
    SignInManager<User> signIn, UserManager<User> users, NpgsqlDataSource database, ILogger<PasswordModel> logger) : PageModel
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
        if (Name is not { Length: > 0 and <= Longest } || Password is not { Length: > 0 and <= Longest } || !FieldRules.IsPlain(Name)) return Refuse();

        var user = await users.FindByNameAsync(Name);
        if (user?.PasswordHash is null || !await MayAsync(database, user.Id, ct) || await users.IsLockedOutAsync(user))
        {
            users.PasswordHasher.VerifyHashedPassword(new User(), nobodysHash ??= users.PasswordHasher.HashPassword(new User(), "nobody's password"), Password);
            LogRefused(user?.Id);
            return Refuse();
        }

        var result = await signIn.PasswordSignInAsync(user, Password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return RedirectToPage("/Code", new { returnUrl = ReturnUrl });
        if (!result.Succeeded)
        {
            LogRefused(user.Id);
            return Refuse();
        }

        LogSignedIn(user.Id);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }

    private PageResult Refuse()
    {
        Refused = true;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }

    /// <summary>Neither the person nor their agency is suspended, and their main team is not evacuated.</summary>
    internal static async Task<bool> MayAsync(NpgsqlDataSource database, Guid userId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(IsActive, new { userId }, cancellationToken: ct));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} signed in")]
    private partial void LogSignedIn(Guid userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in was refused, for user {UserId}")]
    private partial void LogRefused(Guid? userId);

    private const string IsActive = """
        select u.active and a.active and not exists (select from teams t where t.team_id = u.team_ids[1] and t.evacuated_at is not null)
          from users u join agencies a using (agency_id) where u.id = @userId
        """;
}
