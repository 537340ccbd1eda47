using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Platform.Access;

/// <summary>
/// A key for each record, apart from the data: in a database of its own, wrapped by a key from configuration. Who destroys
/// a record's key has erased what it sealed, in every backup of the data too.
/// </summary>
public sealed class KeyStore : IDisposable
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly NpgsqlDataSource source;
    private readonly byte[] wrapping;
    private readonly string table;
    private readonly MemoryCache unwrapped = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>The store of the service named by <c>Database:Name</c>, from the section <c>KeyStore</c>.</summary>
    public KeyStore(IConfiguration configuration)
    {
        var service = configuration["Database:Name"];
        var section = configuration.GetSection("KeyStore");
        wrapping = Convert.FromBase64String(section["WrappingKey"] ?? throw new InvalidOperationException("KeyStore:WrappingKey is not configured."));
        table = $"{service}.record_keys";
        Erased = new ErasureList(configuration);
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(section["Server"] ?? configuration["Database:Server"])
        {
            Database = section["Name"] ?? "keys",
            Username = $"{service}_keys",
            Password = section["Password"],
            MaxAutoPrepare = 20,
            MaxPoolSize = 20,
            Timeout = 5,
            CommandTimeout = 15,
        });
    }

    /// <summary>Which records' keys were destroyed.</summary>
    internal ErasureList Erased { get; }

    /// <summary>A new record's key. Made before the record: a key without a record harms nobody, a record without its key is lost.</summary>
    public async Task<RecordKey> CreateAsync(Guid record, CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        await using var command = source.CreateCommand($"insert into {table} (record, wrapped) values ($1, $2)");
        command.Parameters.AddWithValue(record);
        command.Parameters.AddWithValue(Encrypt(wrapping, key, record.ToByteArray()));
        await command.ExecuteNonQueryAsync(ct);
        return Remember(record, key);
    }

    /// <summary>New records' keys, in one go.</summary>
    public async Task<IReadOnlyList<RecordKey>> CreateAsync(IReadOnlyList<Guid> records, CancellationToken ct)
    {
        var made = records.Select(_ => RandomNumberGenerator.GetBytes(KeyBytes)).ToList();
        await using var command = source.CreateCommand($"insert into {table} (record, wrapped) select record, wrapped from unnest($1, $2) as k (record, wrapped)");
        command.Parameters.AddWithValue(records.ToArray());
        command.Parameters.AddWithValue(records.Zip(made, (record, key) => Encrypt(wrapping, key, record.ToByteArray())).ToArray());
        await command.ExecuteNonQueryAsync(ct);
        return [.. records.Zip(made, Remember)];
    }

    /// <summary>The keys of these records. One whose key was destroyed is missing from the answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, RecordKey>> GetAsync(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        var found = new Dictionary<Guid, RecordKey>(records.Count);
        var missing = new List<Guid>();
        foreach (var record in records)
        {
            if (unwrapped.TryGetValue(record, out RecordKey? key))
            {
                found[record] = key!;
            }
            else
            {
                missing.Add(record);
            }
        }

        if (missing.Count > 0)
        {
            await using var command = source.CreateCommand($"select record, wrapped from {table} where record = any($1)");
            command.Parameters.AddWithValue(missing.ToArray());
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var record = reader.GetGuid(0);
                found[record] = Remember(record, Decrypt(wrapping, reader.GetFieldValue<byte[]>(1), record.ToByteArray()));
            }
        }

        return found;
    }

    /// <summary>The key of one record, or null when it was destroyed.</summary>
    public async Task<RecordKey?> GetAsync(Guid record, CancellationToken ct) => (await GetAsync([record], ct)).GetValueOrDefault(record);

    /// <summary>Destroys the keys of these records for good, in backups that are restored later too. Other processes forget them within half a minute.</summary>
    public async Task DestroyAsync(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        if (records.Count > 0)
        {
            await Erased.AddAsync(records, ct);   // first: who dies after it is made to go on at the next start
            await DestroyAgainAsync(records, ct);
        }
    }

    /// <summary>Destroys those keys of listed records that are there, as where a restored backup has brought them back, and says how many.</summary>
    internal async Task<int> DestroyAgainAsync(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"delete from {table} where record = any($1)");
        command.Parameters.AddWithValue(records.ToArray());
        var destroyed = await command.ExecuteNonQueryAsync(ct);
        foreach (var record in records)
        {
            unwrapped.Remove(record);
        }

        return destroyed;
    }

    /// <summary>A keyed hash of this service's own: who has only the database cannot try what was hashed.</summary>
    public byte[] Mac(string what, byte[] bytes) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, wrapping, KeyBytes, info: System.Text.Encoding.UTF8.GetBytes(what)), bytes);

    /// <inheritdoc />
    public void Dispose()
    {
        unwrapped.Dispose();
        source.Dispose();
        Erased.Dispose();
    }

    internal static async Task MakeAsync(string admin, string database, string service, string password)
    {
        await using (var connection = await Migrator.OneAtATimeAsync(admin))
        {
            await Migrator.MakeRoleAsync(connection, "keys_owner", null);
            await Migrator.MakeRoleAsync(connection, $"{service}_keys", password);
        }

        await Migrator.MakeDatabaseAsync(admin, database, "keys_owner");
        await using var keys = await Migrator.OneAtATimeAsync(new NpgsqlConnectionStringBuilder(admin) { Database = database }.ConnectionString);
        await Migrator.ExecuteAsync(keys, $"""
            grant connect on database "{database}" to {service}_keys;
            create schema if not exists {service} authorization keys_owner;
            create table if not exists {service}.record_keys (record uuid primary key, wrapped bytea not null, made_at timestamptz not null default now());
            alter table {service}.record_keys owner to keys_owner;
            grant usage on schema {service} to {service}_keys;
            grant select, insert, delete on {service}.record_keys to {service}_keys;
            """);
    }

    private RecordKey Remember(Guid record, byte[] key) =>
        unwrapped.Set(record, new RecordKey(record, key), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30) });

    /// <summary>AES-256-GCM: nonce, tag, ciphertext; bound to <paramref name="context" />, so that it cannot be moved elsewhere.</summary>
    internal static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), context);
        return sealedBytes;
    }

    internal static byte[] Decrypt(byte[] key, byte[] sealedBytes, ReadOnlySpan<byte> context)
    {
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain, context);
        return plain;
    }
}
