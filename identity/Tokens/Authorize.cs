using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Platform.Identity.Audit;
using Platform.Identity.SignIn;
using Platform.Identity.Users;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Tokens;

/// <summary>
/// <c>/connect/authorize</c>: sends a person who is not signed in to the sign-in page, and one who is back to the client with a code.
/// OpenIddict has already checked the client, the address to return to and the PKCE challenge.
/// </summary>
public static class Authorize
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpContext http, SignInManager<User> signIn, NpgsqlDataSource database, TimeProvider time, IConfiguration configuration, RefusalsOutside refusals, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not see this authorization request.");
        var signedIn = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);

        // The stamp changes with the password, the second factor and a suspension: a sign-in from before is none.
        var user = await signIn.ValidateSecurityStampAsync(signedIn.Principal);
        if (user is null || request.HasPromptValue(PromptValues.Login) || IsOlderThan(request.MaxAge, signedIn, time))
        {
            if (request.HasPromptValue(PromptValues.None)) return Refuse(Errors.LoginRequired, "The person is not signed in.");
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.Challenge(new AuthenticationProperties { RedirectUri = WithoutPrompt(http.Request) }, [IdentityConstants.ApplicationScheme]);
        }

        var holder = await TokenHolder.FindUserAsync(database, user.Id, request.ClientId!, ct);
        if (holder is not { Active: true, ClientActive: true })
        {
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            await refusals.EnterAsync(holder?.WhyNot ?? "suspended", user.Id, user.AgencyId, ct);
            return Refuse(Errors.AccessDenied, "The user, their agency or the client is suspended, or their team evacuated.");
        }

        if (holder.LacksAuthenticator(configuration.RolesWithAuthenticator()))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.InteractionRequired, "The person has to register an authenticator app.")
                : Results.Redirect($"/sign-in/authenticator?returnUrl={Uri.EscapeDataString(WithoutPrompt(http.Request))}");
        }

        return Results.SignIn(TokenPrincipal.For(holder, request.GetScopes(), signedIn.Properties?.IssuedUtc?.ToUnixTimeSeconds()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static bool IsOlderThan(long? seconds, AuthenticateResult signedIn, TimeProvider time) =>
        seconds is { } most && signedIn.Properties?.IssuedUtc is { } issued && time.GetUtcNow() - issued > TimeSpan.FromSeconds(most);

    /// <summary>The same request to come back to, which must not ask for the sign-in again.</summary>
    private static string WithoutPrompt(HttpRequest request)
    {
        var parameters = request.HasFormContentType ? request.Form.ToList() : request.Query.ToList();
        return request.PathBase + request.Path + QueryString.Create(parameters.Where(p => p.Key != Parameters.Prompt && p.Key != Parameters.MaxAge));
    }

    private static IResult Refuse(string error, string why) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = why,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
