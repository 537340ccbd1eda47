using System.Text;
using Npgsql;
using Platform.Tests.Running;
using RabbitMQ.Client;

namespace Platform.Messaging.Tests;

/// <summary>A platform with two replicas of each service, one more service that counts, and an ear on the bus.</summary>
public sealed class MessagingPlatform : IAsyncLifetime
{
    public RunningPlatform Platform { get; private set; } = null!;

    public Partner Amal { get; private set; } = null!;

    public Partner Bayt { get; private set; } = null!;

    public IConnection Bus { get; private set; } = null!;

    public Collector Collector { get; } = new();

    public async Task InitializeAsync()
    {
        Platform = await RunningPlatform.StartAsync(replicas: 2, settings: new Dictionary<string, string>(Collector.Settings) { ["UnusualAccess__Every"] = "00:00:02" });
        await Platform.AddAsync("tally", replicas: 2);
        (Amal, Bayt) = (new Partner(Platform, "amal-health"), new Partner(Platform, "bayt-shelter"));
        Bus = await new ConnectionFactory { Uri = Platform.Vhost.Uri }.CreateConnectionAsync();
    }

    public async Task DisposeAsync()
    {
        await Bus.DisposeAsync();
        await Platform.DisposeAsync();
        Collector.Dispose();
    }

    /// <summary>A row of the outbox as a committed use case leaves it; nobody's relay has been told.</summary>
    public async Task CommitUnpublishedAsync(string service, Guid aggregate, string type, object message, Guid? messageId = null, string? exchange = null)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var insert = new NpgsqlCommand(
            "insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at) values ($1, $2, $3, $4, $5, $6, now())", database)
        {
            Parameters =
            {
                new() { Value = Lane(aggregate) }, new() { Value = aggregate }, new() { Value = messageId ?? Guid.CreateVersion7() },
                new() { Value = exchange ?? $"Platform.Contracts.{type}" }, new() { Value = $"urn:message:Platform.Contracts.{type}" },
                new() { Value = System.Text.Json.JsonSerializer.Serialize(message, System.Text.Json.JsonSerializerOptions.Web) },
            },
        };
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>Puts bytes on a queue.</summary>
    public async Task SendToQueueAsync(string queue, string body, Guid messageId)
    {
        await using var channel = await Bus.CreateChannelAsync();
        var properties = new BasicProperties { MessageId = messageId.ToString(), ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    public static string Envelope(string type, object message, Guid messageId) => $$"""
        {"messageId":"{{messageId}}","messageType":["urn:message:Platform.Contracts.{{type}}"],"message":{{System.Text.Json.JsonSerializer.Serialize(message, System.Text.Json.JsonSerializerOptions.Web)}}}
        """;

    /// <summary>Hears every message of an exchange from now on.</summary>
    public Task<Ear> ListenAsync(params string[] exchanges) => Ear.ListenAsync(Bus, exchanges);

    public async Task<T?> ScalarAsync<T>(string service, string sql, params object[] values)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync() is T read ? read : default;
    }

    public Task ExecuteAsync(string service, string sql, params object[] values) => ScalarAsync<object>(service, sql, values);

    public async Task<string> StatusAsync(Guid referral) => (await Amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>();

    public Task QueueIsEmptyAsync(string queue) => Eventually.TrueAsync(async () =>
    {
        await using var channel = await Bus.CreateChannelAsync();
        return await channel.MessageCountAsync(queue) == 0;
    });

    private static short Lane(Guid aggregate)
    {
        Span<byte> bytes = stackalloc byte[16];
        aggregate.TryWriteBytes(bytes, bigEndian: true, out _);
        return (short)(System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) & 7);
    }
}

[CollectionDefinition(nameof(MessagingPlatform))]
public sealed class MessagingPlatformTests : ICollectionFixture<MessagingPlatform>;
