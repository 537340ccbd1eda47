using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Platform.Benchmarks.Serving;
using Platform.Tests.Running;
using Platform.Tests.Servers;
using RabbitMQ.Client;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 5: a projection catches up with events that wait in its queue, in batches with an inbox, against one upsert a message without.</summary>
public static class BatchedInbox
{
    public static async Task RunAsync(Bench bench)
    {
        var events = bench.Amount(8000);
        await using var batched = await Part.StartAsync(bench, "batched");
        await using var single = await Part.StartAsync(bench, "single");
        await batched.CatchUpAsync(bench, Math.Min(events, 1000));
        await single.CatchUpAsync(bench, Math.Min(events, 1000));
        var rounds = new List<(Result Batched, Result Single)>();
        for (var round = 0; round < bench.Rounds; round++)
        {
            rounds.Add((await batched.CatchUpAsync(bench, events), await single.CatchUpAsync(bench, events)));
        }

        Bench.Say("5", "inbox in batches of up to 200, against one upsert a message without an inbox", Spread.Of(rounds.Select(round => round.Batched.PerSecond / round.Single.PerSecond)), Goal.Least(2.5),
            string.Create(CultureInfo.InvariantCulture, $"{Spread.MedianOf(rounds.Select(round => round.Batched.PerSecond)):0}/s against {Spread.MedianOf(rounds.Select(round => round.Single.PerSecond)):0}/s; CPU per event {rounds[^1].Batched.Profile}\nagainst {rounds[^1].Single.Profile}"),
            "what is left is MassTransit's own cost per message (about a third of it deserialising); larger batches, or reading the queue with RabbitMQ.Client where a projection is hot");
    }

    private sealed record Result(double PerSecond, string Profile);

    private sealed class Part(string way, RabbitVhost vhost, OwnDatabase database, Child child, IConnection bus) : IAsyncDisposable
    {
        private readonly HttpClient http = new() { BaseAddress = child.Address };

        public static async Task<Part> StartAsync(Bench bench, string way)
        {
            var vhost = await RabbitVhost.CreateAsync(bench.Servers);
            var database = await OwnDatabase.MakeAsync(bench.Servers, way, typeof(BatchedInbox).Assembly, vhost.Uri);
            var bus = await new ConnectionFactory { Uri = vhost.Uri }.CreateConnectionAsync();
            return new Part(way, vhost, database, await Child.StartAsync($"projection:{way}", database.Settings), bus);
        }

        public async Task<Result> CatchUpAsync(Bench bench, int events)
        {
            await FillAsync(events);
            var before = bench.Processes.Sample($"projection:{way}");
            (await http.PostAsync("/open", null)).EnsureSuccessStatusCode();
            var progress = await Eventually.AsyncValue(
                async () => (await http.GetFromJsonAsync<Projection.Progress>("/progress"))!, seen => seen is not null && seen.Count >= events, TimeSpan.FromMinutes(2));
            var after = bench.Processes.Sample($"projection:{way}");
            (await http.PostAsync("/close", null)).EnsureSuccessStatusCode();
            return new Result(events / progress.Seconds, Processes.PerOperation(before, after, events));
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await child.DisposeAsync();
            await bus.DisposeAsync();
            await database.DisposeAsync();
            await vhost.DisposeAsync();
        }

        private async Task FillAsync(int events)
        {
            await using var channel = await bus.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            // a queue as MassTransit declares its own
            await channel.QueueDeclareAsync(Projection.Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await Task.WhenAll(Enumerable.Range(0, events).Select(async _ =>
            {
                var id = Guid.CreateVersion7();
                var body = $$$"""{"messageId":"{{{id}}}","messageType":["urn:message:Platform.Contracts.Registrations.V1:PersonRegistered"],"message":{"eventId":"{{{id}}}","subjectId":"{{{Guid.NewGuid()}}}","subjectVersion":1,"occurredAt":"2026-01-01T00:00:00Z","agencyId":"{{{id}}}"}}""";
                await channel.BasicPublishAsync("", Projection.Queue, mandatory: true, new BasicProperties { MessageId = id.ToString(), ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes(body));
            }));
        }
    }
}
