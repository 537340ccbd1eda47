using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Platform.Identity.SigningKeys;

/// <summary>Makes keys: the first ones, by whichever replica comes first, and the next one when somebody rotates.</summary>
public static class MakeSigningKey
{
    /// <summary>Held while keys are made, so that two replicas starting together end up with the same ones.</summary>
    private const long Lock = 0x6B657973;

    /// <summary>A signing and an encryption key, at work at once, where there is none yet.</summary>
    public static async Task FirstOnesAsync(NpgsqlDataSource database, SigningKeySettings settings, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(TakeLock, new { Lock }, transaction, cancellationToken: ct));

        var present = (await connection.QueryAsync<string>(new CommandDefinition(Uses, transaction: transaction, cancellationToken: ct))).ToHashSet();
        foreach (var use in new[] { RingKey.Signing, RingKey.Encryption }.Where(use => !present.Contains(use)))
            await InsertAsync(connection, transaction, use, settings.Password, publishedFor: TimeSpan.Zero, ct);

        await transaction.CommitAsync(ct);
    }

    /// <summary>A signing key that everybody can see now and that signs after <see cref="SigningKeySettings.PublishedFor"/>.</summary>
    public static async Task<(string KeyId, DateTime SignsFrom)> NextAsync(NpgsqlDataSource database, SigningKeySettings settings, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(TakeLock, new { Lock }, transaction, cancellationToken: ct));

        await connection.ExecuteAsync(new CommandDefinition(DeleteLongRetired, new { keep = SigningKeySettings.KeptAfterRetirement }, transaction, cancellationToken: ct));
        var made = await InsertAsync(connection, transaction, RingKey.Signing, settings.Password, settings.PublishedFor, ct);
        await transaction.CommitAsync(ct);
        return made;
    }

    private static async Task<(string KeyId, DateTime SignsFrom)> InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string use, string password, TimeSpan publishedFor, CancellationToken ct)
    {
        var keyId = Guid.CreateVersion7().ToString("N");
        var secret = use == RingKey.Signing ? NewRsaKey() : RandomNumberGenerator.GetBytes(32);
        var form = Sealed.Seal(password, RingKey.Purpose(use, keyId), secret);
        var signsFrom = await connection.QuerySingleAsync<DateTime>(
            new CommandDefinition(Insert, new { keyId, use, form, publishedFor }, transaction, cancellationToken: ct));
        return (keyId, signsFrom);
    }

    private static byte[] NewRsaKey()
    {
        using var rsa = RSA.Create(SigningKeySettings.RsaBits);
        return rsa.ExportPkcs8PrivateKey();
    }

    private const string TakeLock = "select pg_advisory_xact_lock(@Lock)";

    private const string Uses = "select distinct use from signing_keys";

    private const string Insert = """
        insert into signing_keys (key_id, use, sealed, signs_from)
        values (@keyId, @use, @form, clock_timestamp() + @publishedFor)
        returning signs_from
        """;

    private const string DeleteLongRetired = """
        delete from signing_keys k using signing_key_states s
        where s.key_id = k.key_id and s.retired_at < now() - @keep
        """;
}
