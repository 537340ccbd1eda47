using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Tokens;

/// <summary>What a token says about its holder.</summary>
public static class TokenPrincipal
{
    /// <summary>The token's content.</summary>
    /// <param name="holder">Whose it is.</param>
    /// <param name="scopes">What was asked for.</param>
    /// <param name="signedIn">When the person signed in, in Unix seconds; it stays the same when the token is refreshed.</param>
    public static ClaimsPrincipal For(TokenHolder holder, IEnumerable<string> scopes, long? signedIn = null)
    {
        var identity = new ClaimsIdentity("platform", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, holder.Subject.SubjectId.ToString())
            .SetClaim(Claims.PreferredUsername, holder.Subject.Name)
            .SetClaim(PlatformClaims.IssuedMilliseconds, holder.AsOf.ToUnixTimeMilliseconds());

        if (signedIn is { } instant) identity.SetClaim(Claims.AuthenticationTime, instant);
        if (holder.Agency is { } agency)
        {
            identity.SetClaim(PlatformClaims.Agency, agency.AgencyId.ToString())
                .SetClaim(PlatformClaims.AgencyCode, agency.Code)
                .SetClaim(PlatformClaims.Kind, agency.Kind);
        }

        // JSON arrays also where there is one value or none: a reader need not know both forms.
        identity.AddClaim(List(PlatformClaims.Role, holder.Subject.Roles));
        identity.AddClaim(List(PlatformClaims.Team, holder.Subject.TeamIds));
        identity.AddClaim(List(PlatformClaims.Area, holder.Subject.AreaCodes));

        // Whoever may have a token at all may use it at the platform, also when they forgot to ask for the scope.
        identity.SetScopes(scopes.Append(PlatformClaims.PlatformScope).Distinct());
        identity.SetResources(PlatformClaims.Audience);
        identity.SetDestinations(static claim => claim.Type switch
        {
            Claims.PreferredUsername => [Destinations.IdentityToken],
            PlatformClaims.Role or PlatformClaims.AgencyCode or Claims.AuthenticationTime => [Destinations.AccessToken, Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }

    private static Claim List<T>(string type, T[] values) => new(type, JsonSerializer.Serialize(values), JsonClaimValueTypes.JsonArray);
}
