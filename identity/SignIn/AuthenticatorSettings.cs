namespace Platform.Identity.SignIn;

/// <summary>Whose sign-in needs a second factor whatever their agency says.</summary>
public static class AuthenticatorSettings
{
    /// <summary>The roles of <c>Identity:TotpRoles</c>, with spaces between: in every agency their holders need an authenticator app.</summary>
    public static string[] RolesWithAuthenticator(this IConfiguration configuration) =>
        configuration["Identity:TotpRoles"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
