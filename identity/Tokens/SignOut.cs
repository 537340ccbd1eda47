using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Server.AspNetCore;

namespace Platform.Identity.Tokens;

/// <summary><c>/connect/logout</c>: ends the sign-in at this server and goes back to where the client asked, if that is registered.</summary>
public static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/logout", [HttpMethods.Get, HttpMethods.Post], (Delegate)HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(HttpContext http)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
