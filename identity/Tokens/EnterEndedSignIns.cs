using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Platform.Identity.Audit;
using Platform.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Platform.Identity.Tokens;

/// <summary>
/// A code or refresh token of a sign-in that was ended, as by a suspension or a newer invitation, is refused by OpenIddict before anybody asks here who
/// holds it (<see cref="IssueToken" />): that it came is entered just before.
/// </summary>
public sealed class EnterEndedSignIns(IOpenIddictAuthorizationManager authorizations, NpgsqlDataSource database, RefusalsOutside refusals) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<EnterEndedSignIns>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateAuthorizationEntry.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.Token || context.Principal?.GetAuthorizationId() is not { Length: > 0 } signIn) return;

        var ct = context.CancellationToken;
        if (await authorizations.FindByIdAsync(signIn, ct) is { } authorization && await authorizations.HasStatusAsync(authorization, Statuses.Valid, ct)) return;

        var userId = Guid.Parse(context.Principal.GetClaim(Claims.Subject)!);
        var person = await MaySignIn.FindAsync(database, userId, ct);
        await refusals.EnterAsync(person?.WhyNot ?? "sign-in-ended", userId, person?.AgencyId, ct);
    }
}
