using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Platform.Identity.Clients;

/// <summary>
/// Client secrets are made by a machine, 256 random bits, so a plain SHA-256 keeps them as well as a slow hash would, at half the CPU
/// per token. A secret that a person could think of must not come here; only the demo's do, in Development.
/// </summary>
public sealed class ClientSecrets(
    IOpenIddictApplicationCache<Client> cache, ILogger<OpenIddictApplicationManager<Client>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<Client> store)
    : OpenIddictApplicationManager<Client>(cache, logger, options, store)
{
    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        new(Convert.ToBase64String(Hash(secret)));

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        new(CryptographicOperations.FixedTimeEquals(Hash(secret), Convert.FromBase64String(comparand)));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
