using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Access;

namespace Platform.Messaging;

/// <summary>
/// Carries committed events to the bus: woken by the commit, in batches with confirms, in order per aggregate. It may die
/// between any two lines: an event is deleted only after the broker confirmed it, so that it arrives at least once.
/// </summary>
internal sealed partial class Relay(
    IConfiguration configuration, OutboxSignal signal, MessagingContracts contracts, TimeProvider clock, ILogger<Relay> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception outage) when (!stoppingToken.IsCancellationRequested)   // whatever it was: the process and its other work go on
            {
                Interrupted(logger, outage.GetType().Name, outage.Message);
            }

            signal.Hold(new HashSet<short>());
            await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Logins.ConnectionString(configuration, Login.Relay)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var publisher = await Publisher.OpenAsync(configuration, contracts.Assembly, ct);
        await using var lanes = new LaneLeases(connection);
        var checkedLanesAt = DateTimeOffset.MinValue;
        while (true)
        {
            if (clock.GetUtcNow() - checkedLanesAt > Poll || clock.GetUtcNow() < checkedLanesAt)
            {
                signal.Hold(await lanes.ShareAsync(ct));
                checkedLanesAt = clock.GetUtcNow();
            }

            var rows = await NextAsync(connection, lanes.Held, ct);
            if (rows.Count == 0)
            {
                await signal.WaitAsync(Poll, ct);
                continue;
            }

            var refused = await publisher.PublishAsync(rows, ct);
            await SettleAsync(connection, rows, refused, ct);
        }
    }

    private static async Task<List<OutboxRow>> NextAsync(NpgsqlConnection connection, IReadOnlySet<short> lanes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectNext, connection) { Parameters = { new() { Value = lanes.ToArray() }, new() { Value = BatchSize } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new OutboxRow(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7), reader.GetGuid(8)));
        }

        return rows;
    }

    private async Task SettleAsync(NpgsqlConnection connection, List<OutboxRow> rows, Dictionary<long, string> refused, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var done = rows.Where(row => !refused.ContainsKey(row.Id)).Select(row => row.Id).ToArray();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeleteDone) { Parameters = { new() { Value = done } } });
        foreach (var (id, error) in refused.Where(entry => entry.Value.Length > 0))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Park) { Parameters = { new() { Value = id }, new() { Value = error } } });
            Parked(logger, id, error);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Relay interrupted ({Kind}: {Why}); trying again")]
    private static partial void Interrupted(ILogger logger, string kind, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outbox row {Row} is parked with what follows of its aggregate: {Error}")]
    private static partial void Parked(ILogger logger, long row, string error);

    // a parked row holds back its own aggregate and nobody else's
    private const string SelectNext = """
        select id, message_id, exchange, routing_key, message_type, body, trace_parent, at, aggregate
          from messaging.outbox o
         where lane = any ($1) and parked_at is null
           and not exists (select 1 from messaging.outbox p where p.aggregate = o.aggregate and p.parked_at is not null)
         order by id
         limit $2
        """;

    private const string DeleteDone = "delete from messaging.outbox where id = any ($1)";

    private const string Park = "update messaging.outbox set parked_at = now(), error = $2 where id = $1";
}

internal sealed record OutboxRow(
    long Id, Guid MessageId, string Exchange, string RoutingKey, string MessageType, string Body, string? TraceParent, DateTimeOffset At, Guid Aggregate);

/// <summary>The assembly whose messages this process may publish.</summary>
internal sealed record MessagingContracts(Assembly Assembly);
