using System.Net.Http.Json;
using Platform.Benchmarks.Serving;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>The small service of <see cref="Records" />, running in one of its ways with a database and a vhost of its own.</summary>
public sealed class RecordsService : IAsyncDisposable
{
    private readonly RabbitVhost vhost;
    private readonly OwnDatabase database;
    private readonly Child child;
    private int consumed;

    private RecordsService(string way, RabbitVhost vhost, OwnDatabase database, Child child, Load load) =>
        (Way, this.vhost, this.database, this.child, Load) = (way, vhost, database, child, load);

    public string Way { get; }

    public Load Load { get; }

    public static async Task<RecordsService> StartAsync(Bench bench, string way, int connections)
    {
        var vhost = await RabbitVhost.CreateAsync(bench.Servers);
        var database = await OwnDatabase.MakeAsync(bench.Servers, way, typeof(RecordsService).Assembly, vhost.Uri);
        var child = await Child.StartAsync($"records:{way}", database.Settings);
        var service = new RecordsService(way, vhost, database, child, new Load(child.Address, connections));
        await service.EventsAsync(300);   // compiled and connected
        await service.SealedAsync();
        return service;
    }

    public static HttpRequestMessage Post(int at) => new(HttpMethod.Post, "/records") { Content = JsonContent.Create(new Records.Request($"An invented note, number {at}, as long as a short sentence is.")) };

    /// <summary>Posts so many and waits until each was consumed.</summary>
    public async Task EventsAsync(int events)
    {
        await Load.ClosedAsync(events, Post);
        await ConsumedAsync(events);
    }

    /// <summary>Waits until as many more were consumed; gives what each took from its commit.</summary>
    public async Task<List<double>> ConsumedAsync(int events)
    {
        var times = new List<double>();
        await Eventually.TrueAsync(async () =>
        {
            var seen = (await Load.Http.GetFromJsonAsync<Records.Seen>("/seen"))!;
            times.AddRange(seen.Milliseconds);
            return seen.Count >= consumed + events;
        }, TimeSpan.FromMinutes(3), () => $"{Way}: not all of {events} events were consumed.\n{child.Log}");
        consumed += events;
        return times;
    }

    /// <summary>Waits until the sealer is through with what was written: its work belongs to the round that caused it.</summary>
    public Task SealedAsync() => Way == "plain" ? Task.CompletedTask : Eventually.TrueAsync(
        async () => await database.ScalarAsync<long>("select (select count(*) from access.audit) - coalesce((select sum(entries) from access.audit_seals), 0)::bigint") == 0, TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        Load.Dispose();
        await child.DisposeAsync();
        await database.DisposeAsync();
        await vhost.DisposeAsync();
    }
}
