using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Platform.Access;

/// <summary>The newest link of a service's audit chain.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Hash">SHA-256 over the link before and the marks of this link's entries (<see cref="AuditChain" />).</param>
public sealed record Seal(long Number, byte[] Hash);

/// <summary>Hands a new head to another service, so that a tail cut off here shows there.</summary>
public delegate Task HandOverSeal(Work work, Seal seal);

/// <summary>
/// Chains the audit's committed entries by hash, in the order in which their transactions finished, within a second. One
/// sealer a service: an advisory lock of its session decides which replica. Entries of a transaction still running are
/// left for later, so that none can slip in behind a seal.
/// </summary>
public sealed partial class Sealer(IConfiguration configuration, JobDatabase database, HandOverSeal handOver, ILogger<Sealer> logger) : BackgroundService
{
    private const long OneSealer = 0x5EA1;
    private const int Most = 20_000;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SealWhileOursAsync(stoppingToken);
            }
            catch (Exception outage) when (!stoppingToken.IsCancellationRequested)   // whatever it was: the process and its other work go on
            {
                Interrupted(logger, outage.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task SealWhileOursAsync(CancellationToken ct)
    {
        var login = new NpgsqlConnectionStringBuilder(Logins.ConnectionString(configuration, Login.Sealer)) { Pooling = false, Options = "-c timezone=UTC" };
        await using var session = new NpgsqlConnection(login.ConnectionString);
        await session.OpenAsync(ct);
        await using (var ours = new NpgsqlCommand($"select pg_try_advisory_lock({OneSealer})", session))
        {
            if (await ours.ExecuteScalarAsync(ct) is not true)
            {
                return;
            }
        }

        // whoever sealed the newest link may have died before it was handed over; who has it already keeps what it has
        var (number, _, head) = await HeadAsync(session, ct);
        if (number > 0)
        {
            await HandOverAsync(new Seal(number, head), ct);
        }

        while (true)
        {
            if (await SealNextAsync(session, ct) is { } seal)
            {
                await HandOverAsync(seal, ct);
            }

            await Task.Delay(Every, ct);
        }
    }

    private async Task HandOverAsync(Seal seal, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        await work.BeginAsync();
        await handOver(work, seal);
        await work.CommitAsync();
    }

    private static async Task<Seal?> SealNextAsync(NpgsqlConnection session, CancellationToken ct)
    {
        await using var transaction = await session.BeginTransactionAsync(ct);
        var (number, from, previous) = await HeadAsync(session, ct);
        using var marks = new MemoryStream();
        var entries = 0;
        var to = from;
        await using (var command = new NpgsqlCommand(SelectFinished, session) { Parameters = { new() { Value = from }, new() { Value = Most } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                to = reader.GetString(0);
                marks.Write(AuditChain.Mark(reader.GetInt64(1), reader.GetString(2)));
                entries++;
            }
        }

        if (entries == 0)
        {
            return null;
        }

        var seal = new Seal(number + 1, SHA256.HashData([.. previous, .. marks.ToArray()]));
        await using var insert = new NpgsqlCommand(InsertSeal, session)
        {
            Parameters = { new() { Value = seal.Number }, new() { Value = from }, new() { Value = to }, new() { Value = entries }, new() { Value = previous }, new() { Value = seal.Hash }, new() { Value = marks.ToArray() } },
        };
        await insert.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return seal;
    }

    private static async Task<(long Number, string To, byte[] Hash)> HeadAsync(NpgsqlConnection session, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select seal, to_xid::text, hash from access.audit_seals order by seal desc limit 1", session);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)) : (0, "0", []);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sealing interrupted ({Why}); going on where it stopped")]
    private static partial void Interrupted(ILogger logger, string why);

    // whole transactions only: the last one of a batch cut by the limit is left to the next
    private const string SelectFinished = $"""
        with finished as (
            select xid, entry, {AuditChain.Text} as line from access.audit a
             where xid > $1::text::xid8 and xid < pg_snapshot_xmin(pg_current_snapshot())
             order by xid, entry limit $2)
        select f.xid::text, f.entry, f.line from finished f
         where (select count(*) from finished) < $2 or f.xid < (select max(xid) from finished)
         order by f.xid, f.entry
        """;

    private const string InsertSeal = """
        insert into access.audit_seals (seal, from_xid, to_xid, entries, previous, hash, marks, sealed_at)
        values ($1, $2::text::xid8, $3::text::xid8, $4, $5, $6, $7, now())
        """;
}
