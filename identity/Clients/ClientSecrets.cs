using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using Platform.Identity.Audit;

namespace Platform.Identity.Clients;

/// <summary>
/// Client secrets are made by a machine, 256 random bits, so a plain SHA-256 keeps them as well as a slow hash would, at half the CPU
/// per token. A secret that a person could think of must not come here; only the demo's do, in Development.
/// After a rotation the secret before is good for as long as whoever rotated it said: OpenIddict keeps one secret, and asks here whether
/// a client's is right.
/// </summary>
public sealed class ClientSecrets(
    IOpenIddictApplicationCache<Client> cache, ILogger<OpenIddictApplicationManager<Client>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<Client> store, TimeProvider time, RefusalsOutside refusals)
    : OpenIddictApplicationManager<Client>(cache, logger, options, store)
{
    /// <summary>A new secret: 256 random bits, as it may stand in an address or a form.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a secret.</summary>
    public static string Kept(string secret) => Convert.ToBase64String(Hash(secret));

    /// <inheritdoc />
    public override async ValueTask<bool> ValidateClientSecretAsync(Client application, string secret, CancellationToken cancellationToken = default)
    {
        if (application.PreviousSecret is { } previous && application.PreviousSecretUntil is { } until && await ValidateClientSecretAsync(secret, previous, cancellationToken))
        {
            if (time.GetUtcNow() < until) return true;
            await refusals.EnterAsync("secret-after-rotation", application.Id, application.AgencyId, cancellationToken);
            return false;
        }

        return await base.ValidateClientSecretAsync(application, secret, cancellationToken);
    }

    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        new(Kept(secret));

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        new(CryptographicOperations.FixedTimeEquals(Hash(secret), Convert.FromBase64String(comparand)));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
