using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Platform.Tests.Running;
using Platform.Tests.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// Line 4: 30 000 committed events to the bus by the relay, against RabbitMQ.Client publishing the same bytes from memory with
/// 500 confirms outstanding. Then eight writers and two relays: no aggregate's events may change places.
/// </summary>
public static class RelayDrain
{
    private const string Exchange = "Platform.Contracts.Registrations.V1:PersonRegistered";
    private const string Queue = "bench-drain";
    private const int Window = 500;

    public static async Task RunAsync(Bench bench)
    {
        await using var vhost = await RabbitVhost.CreateAsync(bench.Servers);
        await using var database = await OwnDatabase.MakeAsync(bench.Servers, "relay", typeof(RelayDrain).Assembly, vhost.Uri);
        await using var bus = await new ConnectionFactory { Uri = vhost.Uri }.CreateConnectionAsync();
        await using var channel = await bus.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Queue, Exchange, "");

        await using (var relay = await Child.StartAsync("relay:1", database.Settings))
        {
            await DrainAsync(bench, database, bus, channel);
            await channel.QueueUnbindAsync(Queue, Exchange, "");
            await using var second = await Child.StartAsync("relay:2", database.Settings);
            await OrderAsync(bench, database, bus);
        }
    }

    private static async Task DrainAsync(Bench bench, OwnDatabase database, IConnection bus, IChannel channel)
    {
        var events = bench.Amount(30_000, 30_000);
        await using var writer = await database.OpenAsync();
        var payloads = await PayloadsAsync(writer, events);
        var (ratios, profile) = (new List<double>(), "");
        await FillAsync(writer, Math.Min(events, 3000));   // warm
        await DrainedAsync(writer);
        await PublishAsync(bus, payloads.Take(Math.Min(events, 3000)));
        for (var round = 0; round < bench.Rounds; round++)
        {
            await channel.QueuePurgeAsync(Queue);
            var before = bench.Processes.Sample();
            await FillAsync(writer, events);
            var filled = bench.Processes.Sample();
            var started = Stopwatch.GetTimestamp();
            await DrainedAsync(writer);
            var relayed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var after = bench.Processes.Sample();
            await channel.QueuePurgeAsync(Queue);

            var direct = await PublishAsync(bus, payloads);
            ratios.Add(direct / relayed);
            profile = string.Create(CultureInfo.InvariantCulture, $"relay {events / relayed:0}/s against {events / direct:0}/s; CPU per event {Processes.PerOperation(filled, after, events)} (filling before: {Processes.PerOperation(before, filled, events)})");
        }

        Bench.Say("4", $"relay drain of {events} events against RabbitMQ.Client with windowed confirms", Spread.Of(ratios), Goal.Least(0.8), profile,
            "read the next batch while this one waits for its confirms: now the broker idles while rows are read and deleted, and PostgreSQL while confirms are awaited");
    }

    private static async Task OrderAsync(Bench bench, OwnDatabase database, IConnection bus)
    {
        var each = bench.Amount(1500);
        const int Writers = 8;
        var aggregates = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToArray();
        await using (var writer = await database.OpenAsync())
        {
            await using var plant = new NpgsqlCommand("insert into aggregates select unnest($1), 0", writer) { Parameters = { new() { Value = aggregates } } };
            await plant.ExecuteNonQueryAsync();
            await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("select count(distinct pid) from pg_locks where locktype = 'advisory' and classid = 2821 and granted and database = (select oid from pg_database where datname = current_database())") == 2,
                TimeSpan.FromSeconds(20), () => "Two relays never shared the lanes.");
        }

        var (seen, inversions, heard) = (new Dictionary<Guid, int>(), 0, 0);
        await using var channel = await bus.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, Exchange, "");
        var ear = new AsyncEventingBasicConsumer(channel);
        ear.ReceivedAsync += (_, message) =>
        {
            var body = JsonNode.Parse(Encoding.UTF8.GetString(message.Body.Span))!["message"]!;
            var (aggregate, version) = (body["subjectId"]!.GetValue<Guid>(), body["subjectVersion"]!.GetValue<int>());
            if (version != seen.GetValueOrDefault(aggregate) + 1)
            {
                inversions++;
            }

            seen[aggregate] = version;
            heard++;
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, ear);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async at =>
        {
            await using var connection = await database.OpenAsync();
            var random = new Random(at);
            for (var number = 0; number < each; number++)
            {
                await using var command = new NpgsqlCommand(WriteOne, connection) { Parameters = { new() { Value = aggregates[random.Next(aggregates.Length)] } } };
                await command.ExecuteNonQueryAsync();
            }
        }));
        await Eventually.TrueAsync(() => Task.FromResult(heard >= each * Writers), TimeSpan.FromSeconds(60), () => $"{heard} of {each * Writers} events arrived.");
        Console.WriteLine($"line 4   events out of order, {Writers} writers, 2 relays, {each * Writers} events of {aggregates.Length} aggregates: {inversions}  goal 0  {(inversions == 0 ? "met" : "missed")}");
    }

    private static async Task<byte[][]> PayloadsAsync(NpgsqlConnection writer, int events)
    {
        await using var command = new NpgsqlCommand($"select body from ({Events}) e", writer) { Parameters = { new() { Value = events } } };
        await using var reader = await command.ExecuteReaderAsync();
        var bodies = new List<byte[]>();
        while (await reader.ReadAsync())
        {
            bodies.Add(Encoding.UTF8.GetBytes($$$"""{"messageId":"{{{Guid.CreateVersion7()}}}","conversationId":"{{{Guid.CreateVersion7()}}}","messageType":["urn:message:Platform.Contracts.Registrations.V1:PersonRegistered"],"message":{{{reader.GetString(0)}}},"sentTime":"{{{DateTime.UtcNow:O}}}","headers":{}}"""));
        }

        return [.. bodies];
    }

    private static async Task FillAsync(NpgsqlConnection writer, int events)
    {
        await using var batch = new NpgsqlBatch(writer)
        {
            BatchCommands =
            {
                new($"insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at) {Events}") { Parameters = { new() { Value = events } } },
                new("select pg_notify('outbox', '')"),
            },
        };
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task DrainedAsync(NpgsqlConnection writer)
    {
        await using var left = new NpgsqlCommand("select 1 from messaging.outbox limit 1", writer);
        while (await left.ExecuteScalarAsync() is not null)
        {
            await Task.Delay(20);
        }
    }

    private static async Task<double> PublishAsync(IConnection bus, IEnumerable<byte[]> payloads)
    {
        await using var channel = await bus.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        using var window = new SemaphoreSlim(Window);
        var (confirmed, lowest) = (new HashSet<ulong>(), 0UL);
        channel.BasicAcksAsync += (_, ack) =>
        {
            // one ack may confirm many, and single ones may overtake each other
            var settled = 0;
            for (var tag = ack.Multiple ? lowest + 1 : ack.DeliveryTag; tag <= ack.DeliveryTag; tag++)
            {
                settled += confirmed.Add(tag) ? 1 : 0;
            }

            while (confirmed.Remove(lowest + 1))
            {
                lowest++;
            }

            if (settled > 0)
            {
                window.Release(settled);
            }

            return Task.CompletedTask;
        };
        var started = Stopwatch.GetTimestamp();
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent };
        foreach (var payload in payloads)
        {
            await window.WaitAsync();
            await channel.BasicPublishAsync(Exchange, "", mandatory: false, properties, payload);
        }

        for (var left = 0; left < Window; left++)
        {
            await window.WaitAsync(TimeSpan.FromSeconds(30));
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // about 0.9 KB each, ten events an aggregate
    private const string Events = """
        select (('x' || right(replace(a::text, '-', ''), 16))::bit(64)::bigint & 7)::smallint as lane, a as aggregate, gen_random_uuid() as message_id,
               'Platform.Contracts.Registrations.V1:PersonRegistered' as exchange, 'urn:message:Platform.Contracts.Registrations.V1:PersonRegistered' as message_type,
               json_build_object('subjectId', a, 'subjectVersion', n % 10, 'occurredAt', now(), 'eventId', gen_random_uuid(), 'padding', repeat('x', 560))::text as body, now() as at
          from generate_series(1, $1) n cross join lateral (select md5((n / 10)::text)::uuid as a) x
        """;

    // as a use case does: the aggregate's row is locked before its event is numbered
    private const string WriteOne = """
        with changed as (update aggregates set version = version + 1 where aggregate = $1 returning aggregate as a, version),
        added as (
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at)
            select (('x' || right(replace(a::text, '-', ''), 16))::bit(64)::bigint & 7)::smallint, a, gen_random_uuid(),
                   'Platform.Contracts.Registrations.V1:PersonRegistered', 'urn:message:Platform.Contracts.Registrations.V1:PersonRegistered',
                   json_build_object('subjectId', a, 'subjectVersion', version)::text, now() from changed)
        select pg_notify('outbox', '')
        """;
}
