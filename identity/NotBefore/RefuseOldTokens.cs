using Dapper;
using Microsoft.AspNetCore;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using Platform.Hosting;
using Platform.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Validation.OpenIddictValidationEvents;

namespace Platform.Identity.NotBefore;

/// <summary>
/// A token issued before its holder's or their agency's not-before instant is no token any more, here as everywhere. And so is
/// one without an end, or from a time to come: OpenIddict alone would take it.
/// </summary>
public sealed class RefuseOldTokens(NpgsqlDataSource database) : IOpenIddictValidationHandler<ValidateTokenContext>
{
    public static OpenIddictValidationHandlerDescriptor Descriptor { get; } =
        OpenIddictValidationHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<RefuseOldTokens>()
            .SetOrder(int.MaxValue - 1_000)             // after OpenIddict's own checks
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is not { } principal) return;

        if (principal.GetExpirationDate() is null || (long.TryParse(principal.GetClaim(Claims.NotBefore), out var from) && from > TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + SkewInSeconds))
        {
            context.Reject(Errors.InvalidToken, "The token has no end, or its time has not come.");
            return;
        }

        var subjects = new[] { principal.GetClaim(Claims.Subject), principal.GetClaim(PlatformClaims.Agency) }.OfType<string>().Select(Guid.Parse).ToArray();
        var issued = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(principal.GetClaim(PlatformClaims.IssuedMilliseconds) ?? "0", null));

        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(IsTooOld, new { subjects, issued }, cancellationToken: context.CancellationToken)))
        {
            context.Transaction.GetHttpRequest()?.HttpContext.Features.Set(new EndedToken(principal));
            context.Reject(Errors.InvalidToken, "The token was issued before its holder's access changed.");
        }
    }

    private const int SkewInSeconds = 5;   // as the services allow

    private const string IsTooOld = "select exists (select from not_before where subject = any (@subjects) and instant > @issued)";
}
