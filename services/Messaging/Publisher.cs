using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Platform.Messaging;

/// <summary>
/// One channel with publisher confirms. A batch is written without waiting and confirmed as a whole; only when the broker
/// closes the channel over it are its rows tried one by one, to find the one that is to blame.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly Assembly contracts;
    private readonly ConcurrentDictionary<ulong, byte> unconfirmed = new();
    private readonly ConcurrentDictionary<ulong, byte> nacked = new();
    private IChannel channel = null!;
    private ulong published;
    private TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? closedBecause;

    private Publisher(IConnection connection, Assembly contracts) => (this.connection, this.contracts) = (connection, contracts);

    public static async Task<Publisher> OpenAsync(IConfiguration configuration, Assembly contracts, CancellationToken ct)
    {
        var publisher = new Publisher(await FactoryOf(configuration, "relay").CreateConnectionAsync(ct), contracts);
        try
        {
            await publisher.OpenChannelAsync(ct);
            return publisher;
        }
        catch
        {
            await publisher.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts one message on a queue, over a connection of its own, and waits for the broker. False where there is no such queue.</summary>
    public static async Task<bool> TrySendAsync(IConfiguration configuration, string queue, Guid messageId, string body, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await FactoryOf(configuration, "replay").CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        try
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, Properties(messageId, at, Activity.Current?.Id), Encoding.UTF8.GetBytes(body), ct);
            return true;
        }
        catch (PublishReturnException)
        {
            return false;
        }
    }

    /// <summary>Publishes in order. Answers the rows that did not go out: with the broker's reason to park, or with "" to try again later.</summary>
    public async Task<Dictionary<long, string>> PublishAsync(IReadOnlyList<OutboxRow> rows, CancellationToken ct)
    {
        if (await TryAsync(rows, ct) is { } refused)
        {
            return refused;
        }

        // the channel was closed over one of them
        var outcome = new Dictionary<long, string>();
        var held = new HashSet<Guid>();
        foreach (var row in rows)
        {
            if (held.Contains(row.Aggregate))
            {
                outcome[row.Id] = "";
                continue;
            }

            await ReopenAsync(ct);
            if (await TryAsync([row], ct) is { } answered)
            {
                if (answered.Count == 0)
                {
                    continue;
                }

                outcome[row.Id] = "";   // not now, says the broker, and not that it is wrong
            }
            else
            {
                outcome[row.Id] = closedBecause ?? "refused by the broker";
            }

            held.Add(row.Aggregate);
        }

        await ReopenAsync(ct);
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (channel is not null)
        {
            await channel.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    /// <summary>The refused rows, or null when the channel was closed.</summary>
    private async Task<Dictionary<long, string>?> TryAsync(IReadOnlyList<OutboxRow> rows, CancellationToken ct)
    {
        settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        nacked.Clear();
        var first = published + 1;
        var last = published + (ulong)rows.Count;
        for (var tag = first; tag <= last; tag++)
        {
            unconfirmed[tag] = 0;
        }

        try
        {
            foreach (var row in rows)
            {
                published++;
                await channel.BasicPublishAsync(row.Exchange, row.RoutingKey, mandatory: false, Properties(row.MessageId, row.At, row.TraceParent), Encoding.UTF8.GetBytes(Wire.Envelope(row.MessageId, row.MessageType, row.Body, row.At)), ct);
            }

            if (unconfirmed.IsEmpty)
            {
                settled.TrySetResult();
            }

            await settled.Task.WaitAsync(TimeSpan.FromSeconds(30), ct);
        }
        catch (AlreadyClosedException) when (connection.IsOpen)
        {
            return null;
        }

        if (!connection.IsOpen)
        {
            throw new IOException("the broker closed the connection");
        }

        return channel.IsOpen
            ? Again(rows, [.. nacked.Keys.Select(tag => (int)(tag - first))])
            : null;
    }

    // with each row that the broker did not take all that follows of its aggregate: a reader that ignores lower versions then ends at the newest
    private static Dictionary<long, string> Again(IReadOnlyList<OutboxRow> rows, HashSet<int> refused)
    {
        var held = new HashSet<Guid>();
        var again = new Dictionary<long, string>();
        for (var at = 0; at < rows.Count; at++)
        {
            if (refused.Contains(at) || held.Contains(rows[at].Aggregate))
            {
                held.Add(rows[at].Aggregate);
                again[rows[at].Id] = "";
            }
        }

        return again;
    }

    private static BasicProperties Properties(Guid messageId, DateTimeOffset at, string? traceParent) => new()
    {
        MessageId = messageId.ToString(),
        ContentType = Wire.ContentType,
        DeliveryMode = DeliveryModes.Persistent,
        Timestamp = new AmqpTimestamp(at.ToUnixTimeSeconds()),
        Headers = traceParent is null ? null : new Dictionary<string, object?> { [Wire.TraceHeader] = traceParent },
    };

    private static ConnectionFactory FactoryOf(IConfiguration configuration, string what) => new()
    {
        Uri = new Uri(configuration["RabbitMq:Uri"] ?? throw new InvalidOperationException("RabbitMq:Uri is not configured.")),
        AutomaticRecoveryEnabled = false,   // the relay starts over by itself, with its rows
        ClientProvidedName = $"{configuration["Database:Name"]} {what}",
    };

    private async Task ReopenAsync(CancellationToken ct)
    {
        if (!channel.IsOpen)
        {
            await channel.DisposeAsync();
            await OpenChannelAsync(ct);
        }
    }

    private async Task OpenChannelAsync(CancellationToken ct)
    {
        closedBecause = null;
        unconfirmed.Clear();
        published = 0;
        channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), ct);
        channel.BasicAcksAsync += (_, ack) => Settle(ack.DeliveryTag, ack.Multiple, refused: false);
        channel.BasicNacksAsync += (_, nack) => Settle(nack.DeliveryTag, nack.Multiple, refused: true);
        channel.ChannelShutdownAsync += (_, shutdown) =>
        {
            closedBecause = string.Create(CultureInfo.InvariantCulture, $"{shutdown.ReplyCode} {shutdown.ReplyText}");
            settled.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var exchange in Wire.Exchanges(contracts))
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: ct);
        }
    }

    private Task Settle(ulong tag, bool multiple, bool refused)
    {
        foreach (var confirmed in multiple ? unconfirmed.Keys.Where(key => key <= tag).ToArray() : [tag])
        {
            if (refused)
            {
                nacked[confirmed] = 0;   // before it counts as settled: whoever sees all settled must see this
            }

            unconfirmed.TryRemove(confirmed, out _);
        }

        if (unconfirmed.IsEmpty)
        {
            settled.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
