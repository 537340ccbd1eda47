using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Platform.Hosting;

/// <summary>A document that can be told to be read again.</summary>
public interface IFollowed
{
    /// <summary>It may have changed: read it now.</summary>
    void ReadAgain();
}

/// <summary>An exchange whose messages mean that followed documents have changed.</summary>
public sealed record RingsOn(string Exchange);

/// <summary>
/// Rings when identity announces a change: on a queue of this replica's own, gone with it. What the message says does not
/// matter, the documents are read from identity. Without a broker the poll of <see cref="Followed{T}" /> is the net below.
/// </summary>
internal sealed partial class Bell(IConfiguration configuration, IEnumerable<RingsOn> exchanges, IEnumerable<IFollowed> followed, ILogger<Bell> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["RabbitMq:Uri"] is not { Length: > 0 } uri)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(new Uri(uri), stoppingToken);
            }
            catch (Exception outage) when (!stoppingToken.IsCancellationRequested)   // whatever it was: the process and its other work go on
            {
                Silent(logger, outage.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task ListenAsync(Uri uri, CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false, ClientProvidedName = $"{configuration["Identity:ClientId"]} bell" };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var queue = await channel.QueueDeclareAsync(cancellationToken: ct);   // exclusive, deleted with the connection
        foreach (var exchange in exchanges.Select(rings => rings.Exchange).Distinct())
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            await channel.QueueBindAsync(queue.QueueName, exchange, "", cancellationToken: ct);
        }

        var closed = new TaskCompletionSource();
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, _) =>
        {
            Ring();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, ct);
        Ring();   // what was said while nobody listened
        await closed.Task.WaitAsync(ct);
    }

    private void Ring()
    {
        foreach (var document in followed)
        {
            document.ReadAgain();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker does not answer ({Why}); changes of identity are seen by polling")]
    private static partial void Silent(ILogger logger, string why);
}
