using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.Access;

/// <summary>The first thing that is wrong with a chain.</summary>
/// <param name="Seal">Number of the seal in which it shows.</param>
/// <param name="Entry">The entry, where one can be named.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record ChainBreak(long Seal, long? Entry, string What);

/// <summary>What a check of a service's audit chain found.</summary>
/// <param name="Seals">Seals that were checked.</param>
/// <param name="Entries">Entries that they sealed.</param>
/// <param name="Unsealed">Entries that no seal holds yet; of a running service those of the last second, of a stopped one perhaps the last before it stopped.</param>
/// <param name="First">The first break; null when the chain is whole.</param>
public sealed record ChainReport(long Seals, long Entries, long Unsealed, ChainBreak? First);

/// <summary>What a service keeps of another's chain.</summary>
/// <param name="Keeper">Who keeps it.</param>
/// <param name="Hashes">Hash by number of the seal.</param>
public sealed record KeptHeads(string Keeper, IReadOnlyDictionary<long, byte[]> Hashes);

/// <summary>
/// The chain of a service's audit: each seal's hash is SHA-256 over the hash before and the marks of its entries, in the order in
/// which their transactions finished. Checked by reading nothing but the tables, with no service running.
/// </summary>
public static class AuditChain
{
    /// <summary>An entry as it is sealed; columns that come later are no part of it.</summary>
    internal const string Text = "row(a.entry, a.xid, a.at, a.caller, a.agency, a.action, a.data_class, a.records, a.outcome, a.trace)::text";

    private const int Digest = 32;
    private const int Number = 8;

    /// <summary>An entry's mark: its number and the SHA-256 of its text.</summary>
    internal static byte[] Mark(long entry, string text)
    {
        var mark = new byte[Number + Digest];
        BinaryPrimitives.WriteInt64BigEndian(mark, entry);
        SHA256.HashData(Encoding.UTF8.GetBytes(text), mark.AsSpan(Number));
        return mark;
    }

    /// <summary>Keeps a head of another service's chain. False where another hash is kept under its number already: that chain was made anew.</summary>
    public static async Task<bool> KeepHeadAsync(this Work work, string service, long seal, byte[] hash)
    {
        if (await work.QuerySingleOrDefaultAsync<bool?>(SelectKept, new { service, seal, hash }) is { } same)
        {
            return same;
        }

        work.Execute(Keep, new { service, seal, hash });
        return true;
    }

    /// <summary>What is kept in a database of a service's chain.</summary>
    public static async Task<KeptHeads> KeptHeadsAsync(string connectionString, string keeper, string service, CancellationToken ct)
    {
        await using var database = await OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand("select seal, hash from access.witnessed_seals where service = $1", database) { Parameters = { new() { Value = service } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var hashes = new Dictionary<long, byte[]>();
        while (await reader.ReadAsync(ct))
        {
            hashes[reader.GetInt64(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return new KeptHeads(keeper, hashes);
    }

    /// <summary>Checks a service's chain from its first entry to its head, and against what others keep of it.</summary>
    /// <param name="connectionString">The service's database, with a login to which its policies do not apply.</param>
    /// <param name="kept">Heads that other services keep.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<ChainReport> VerifyAsync(string connectionString, IReadOnlyList<KeptHeads> kept, CancellationToken ct)
    {
        await using var forSeals = await OpenAsync(connectionString, ct);
        await using var forEntries = await OpenAsync(connectionString, ct);
        await using var selectSeals = new NpgsqlCommand("select seal, from_xid::text, to_xid::text, previous, hash, marks from access.audit_seals order by seal", forSeals);
        await using var seals = await selectSeals.ExecuteReaderAsync(ct);
        await using var selectEntries = new NpgsqlCommand($"select a.xid::text, a.entry, {Text} from access.audit a order by a.xid, a.entry", forEntries);
        await using var entries = await selectEntries.ExecuteReaderAsync(ct);

        var (sealedEntries, head, headXid, hash) = (0L, 0L, 0UL, Array.Empty<byte>());
        var there = await entries.ReadAsync(ct);
        while (await seals.ReadAsync(ct))
        {
            var (seal, from, to, marks) = (seals.GetInt64(0), Xid(seals, 1), Xid(seals, 2), await seals.IsDBNullAsync(5, ct) ? null : seals.GetFieldValue<byte[]>(5));
            if (seal != head + 1)
            {
                return Broken(head + 1, null, "the seal is missing");
            }

            if (from != headXid || !seals.GetFieldValue<byte[]>(3).AsSpan().SequenceEqual(hash))
            {
                return Broken(seal, null, "the seal does not follow the one before it");
            }

            using var over = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            over.AppendData(hash);
            var at = 0;
            for (; there && Xid(entries, 0) <= to; there = await entries.ReadAsync(ct), sealedEntries++)
            {
                var (entry, text) = (entries.GetInt64(1), entries.GetString(2));
                if (marks is null)
                {
                    over.AppendData(Encoding.UTF8.GetBytes(text));
                    continue;
                }

                if (at >= marks.Length || EntryAt(marks, at) != entry)
                {
                    return at < marks.Length && Holds(marks, at, entry)
                        ? Broken(seal, EntryAt(marks, at), "the entry is missing")
                        : Broken(seal, entry, "the entry was not there when the seal was made");
                }

                if (!marks.AsSpan(at, Number + Digest).SequenceEqual(Mark(entry, text)))
                {
                    return Broken(seal, entry, "the entry was changed");
                }

                at += Number + Digest;
            }

            if (marks is not null && at < marks.Length)
            {
                return Broken(seal, EntryAt(marks, at), "the entry is missing");
            }

            over.AppendData(marks ?? []);
            (head, headXid, hash) = (seal, to, over.GetHashAndReset());
            if (!seals.GetFieldValue<byte[]>(4).AsSpan().SequenceEqual(hash))
            {
                return Broken(seal, null, marks is null ? "one of its entries, or the seal, was changed" : "the seal was changed");
            }

            foreach (var keeper in kept)
            {
                if (keeper.Hashes.TryGetValue(seal, out var theirs) && !theirs.AsSpan().SequenceEqual(hash))
                {
                    return Broken(seal, null, $"the chain was made anew: {keeper.Keeper} keeps another hash of this seal");
                }
            }
        }

        foreach (var keeper in kept)
        {
            if (keeper.Hashes.Keys.DefaultIfEmpty().Max() is var newest && newest > head)
            {
                return Broken(head + 1, null, $"the end is missing: {keeper.Keeper} keeps seals up to {newest}");
            }
        }

        var unsealed = 0L;
        for (; there; there = await entries.ReadAsync(ct))
        {
            unsealed++;
        }

        return new ChainReport(head, sealedEntries, unsealed, null);

        ChainReport Broken(long seal, long? entry, string what) => new(head, sealedEntries, 0, new ChainBreak(seal, entry, what));
    }

    private static ulong Xid(NpgsqlDataReader reader, int column) => ulong.Parse(reader.GetString(column), NumberStyles.None, CultureInfo.InvariantCulture);

    private static long EntryAt(byte[] marks, int at) => BinaryPrimitives.ReadInt64BigEndian(marks.AsSpan(at));

    private static bool Holds(byte[] marks, int from, long entry)
    {
        for (var at = from; at < marks.Length; at += Number + Digest)
        {
            if (EntryAt(marks, at) == entry)
            {
                return true;
            }
        }

        return false;
    }

    // a login to which the policies apply would see a part and call the rest missing: it gets an error instead
    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var database = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0, Options = "-c timezone=UTC -c row_security=off -c default_transaction_read_only=on" }.ConnectionString);
        await database.OpenAsync(ct);
        return database;
    }

    private const string SelectKept = "select hash = @hash from access.witnessed_seals where service = @service and seal = @seal";

    private const string Keep = "insert into access.witnessed_seals (service, seal, hash, at) values (@service, @seal, @hash, access.now()) on conflict do nothing";
}
