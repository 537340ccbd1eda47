using System.Text;
using Platform.Contracts;
using RabbitMQ.Client;

namespace Platform.Tests.Running;

/// <summary>What was heard on the bus.</summary>
public sealed class Ear(IChannel channel) : AsyncDefaultBasicConsumer(channel)
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(string Body, string? Trace)> heard = new();

    public IReadOnlyCollection<(string Body, string? Trace)> Heard => heard;

    /// <summary>The exchange of every event there is.</summary>
    public static IReadOnlyList<string> AllEvents => [.. typeof(IEvent).Assembly.GetExportedTypes().Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type)).Select(type => $"{type.Namespace}:{type.Name}")];

    public static async Task<Ear> ListenAsync(IConnection bus, params IEnumerable<string> exchanges)
    {
        var channel = await bus.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        foreach (var exchange in exchanges)
        {
            await channel.QueueBindAsync(queue.QueueName, exchange, "");
        }

        var ear = new Ear(channel);
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, ear);
        return ear;
    }

    public override Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        var trace = properties.Headers?.TryGetValue("MT-Activity-Id", out var id) is true && id is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
        heard.Enqueue((Encoding.UTF8.GetString(body.Span), trace));
        return Task.CompletedTask;
    }
}
