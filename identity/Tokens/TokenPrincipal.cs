using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Tokens;

/// <summary>What a token says about its holder.</summary>
public static class TokenPrincipal
{
    public static ClaimsPrincipal For(TokenHolder holder, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("platform", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, holder.Subject.SubjectId.ToString())
            .SetClaim(Claims.PreferredUsername, holder.Subject.Name)
            .SetClaim(Caller.IssuedMilliseconds, holder.AsOf.ToUnixTimeMilliseconds());

        if (holder.Agency is { } agency)
        {
            identity.SetClaim(Caller.Agency, agency.AgencyId.ToString())
                .SetClaim(Caller.AgencyCode, agency.Code)
                .SetClaim(Caller.Kind, agency.Kind);
        }

        // JSON arrays also where there is one value or none: a reader need not know both forms.
        identity.AddClaim(List(Caller.Role, holder.Subject.Roles));
        identity.AddClaim(List(Caller.Team, holder.Subject.TeamIds));
        identity.AddClaim(List(Caller.Area, holder.Subject.AreaCodes));

        // Whoever may have a token at all may use it at the platform, also when they forgot to ask for the scope.
        identity.SetScopes(scopes.Append(Caller.PlatformScope).Distinct());
        identity.SetResources(Caller.Audience);
        identity.SetDestinations(static claim => claim.Type switch
        {
            Claims.PreferredUsername => [Destinations.IdentityToken],
            Caller.Role or Caller.AgencyCode => [Destinations.AccessToken, Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }

    private static Claim List<T>(string type, T[] values) => new(type, JsonSerializer.Serialize(values), JsonClaimValueTypes.JsonArray);
}
