using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Platform.Identity.Audit;
using Platform.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platform.Identity.Tokens;

/// <summary>
/// <c>POST /connect/token</c>. OpenIddict has already checked the client, its secret, the code with its verifier, or the refresh
/// token; what is left is who holds the token now, and whether they may still have one.
/// </summary>
public static class IssueToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/connect/token", HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, IConfiguration configuration, RefusalsOutside refusals, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not see this token request.");
        return request.IsClientCredentialsGrantType()
            ? await ForClientAsync(request, database, refusals, ct)
            : await ForUserAsync(http, request, database, configuration, refusals, ct);
    }

    private static async Task<IResult> ForClientAsync(OpenIddictRequest request, NpgsqlDataSource database, RefusalsOutside refusals, CancellationToken ct)
    {
        var holder = await TokenHolder.FindClientAsync(database, request.ClientId!, ct);
        if (holder is { Active: true }) return SignIn(holder, []);     // a system has no sign-in to be told of: no id token, no refresh token, whatever it asks for

        if (holder is not null) await refusals.EnterAsync(holder.WhyNot, holder.Subject.SubjectId, holder.Agency?.AgencyId, ct);
        return Refuse(Errors.InvalidClient, "The client or its agency is suspended, or its team evacuated.");
    }

    private static async Task<IResult> ForUserAsync(
        HttpContext http, OpenIddictRequest request, NpgsqlDataSource database, IConfiguration configuration, RefusalsOutside refusals, CancellationToken ct)
    {
        var presented = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal
            ?? throw new InvalidOperationException("OpenIddict let a token request through without its code or refresh token.");

        var userId = Guid.Parse(presented.GetClaim(Claims.Subject)!);
        var holder = await TokenHolder.FindUserAsync(database, userId, request.ClientId!, ct);
        if (holder is { Active: true, ClientActive: true } && !holder.LacksAuthenticator(configuration.RolesWithAuthenticator()))
            return SignIn(holder, presented.GetScopes(), long.TryParse(presented.GetClaim(Claims.AuthenticationTime), out var signedIn) ? signedIn : null);

        await refusals.EnterAsync(holder is { Active: true, ClientActive: true } ? "authenticator-missing" : holder?.WhyNot ?? "suspended", userId, holder?.Agency?.AgencyId, ct);
        return holder switch
        {
            { ClientActive: false } => Refuse(Errors.InvalidClient, "The client is suspended."),
            { Active: true } => Refuse(Errors.InvalidGrant, "The person has to register an authenticator app: sign in again."),
            _ => Refuse(Errors.InvalidGrant, "The user or their agency is suspended, or their team evacuated."),
        };
    }

    private static IResult SignIn(TokenHolder holder, IEnumerable<string> scopes, long? signedIn = null) => Results.SignIn(
        TokenPrincipal.For(holder, scopes, signedIn), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    private static IResult Refuse(string error, string why) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = why,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
