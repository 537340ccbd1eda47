using Dapper;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Platform.Identity.SigningKeys;

/// <summary>
/// The keys in the database as this replica knows them, handed to OpenIddict as its options. When they change, the options are
/// made anew while the process serves.
/// </summary>
public sealed class KeyRing(NpgsqlDataSource database, SigningKeySettings settings)
    : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictValidationOptions>
{
    private ConfigurationReloadToken serverChange = new(), validationChange = new();
    private volatile IReadOnlyList<RingKey> keys = [];

    public bool Loaded => keys.Count > 0;

    /// <summary>Reads the keys again; true when something moved.</summary>
    public async Task<bool> LoadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<(string KeyId, string Use, string State, byte[] Form)>(new CommandDefinition(Keys, cancellationToken: ct))).AsList();

        var before = keys;
        if (rows.Select(r => (r.KeyId, r.State)).SequenceEqual(before.Select(k => (k.KeyId, k.State)))) return false;

        // An opened key is kept: opening costs a tenth of a second, and OpenIddict's caches know it by reference.
        keys = [.. rows.Select(row => before.FirstOrDefault(k => k.KeyId == row.KeyId) is { } known
            ? known with { State = row.State }
            : RingKey.Open(row.KeyId, row.Use, row.State, row.Form, settings.Password))];

        // The validation options copy the server's keys, so the server's have to be made anew first.
        Announce(ref serverChange);
        Announce(ref validationChange);
        return true;
    }

    public void Configure(OpenIddictServerOptions options)
    {
        if (!Loaded) throw new InvalidOperationException("The signing keys have not been loaded yet.");

        // OpenIddict signs and encrypts with the first of a list and publishes and accepts all of it; the query puts the key at work first.
        foreach (var key in keys)
        {
            if (key.Use == RingKey.Signing)
                options.SigningCredentials.Add(new SigningCredentials(key.Key, SecurityAlgorithms.RsaSha256));
            else
                options.EncryptionCredentials.Add(new EncryptingCredentials(key.Key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        }
    }

    string? IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    string? IOptionsChangeTokenSource<OpenIddictValidationOptions>.Name => Options.DefaultName;

    IChangeToken IOptionsChangeTokenSource<OpenIddictServerOptions>.GetChangeToken() => Volatile.Read(ref serverChange);

    IChangeToken IOptionsChangeTokenSource<OpenIddictValidationOptions>.GetChangeToken() => Volatile.Read(ref validationChange);

    private static void Announce(ref ConfigurationReloadToken change) => Interlocked.Exchange(ref change, new ConfigurationReloadToken()).OnReload();

    private const string Keys = """
        select key_id, use, state, sealed from signing_key_states
        order by use, case state when 'signing' then 0 when 'retired' then 1 else 2 end, key_id desc
        """;
}
