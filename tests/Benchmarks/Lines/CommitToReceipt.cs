using System.Globalization;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 3: at 50 events a second, from the writer's commit to the consumer's first line, against publishing directly after the commit.</summary>
public static class CommitToReceipt
{
    private const double PerSecond = 50;

    public static async Task RunAsync(Bench bench)
    {
        var events = bench.Amount(500);
        await using var outbox = await RecordsService.StartAsync(bench, "outbox", connections: 32);
        await using var direct = await RecordsService.StartAsync(bench, "direct", connections: 32);
        var rounds = new List<(List<double> Outbox, List<double> Direct)>();
        for (var round = 0; round < bench.Rounds; round++)
        {
            rounds.Add((await MeasureAsync(outbox, events), await MeasureAsync(direct, events)));
        }

        Say("p50", 0.5, Goal.Most(1.5));
        Say("p99", 0.99, Goal.Most(3));

        void Say(string name, double part, Goal goal) => Bench.Say(
            "3", $"commit to receipt, {name} at 50/s, against publishing directly after the commit", Spread.Of(rounds.Select(round => Spread.Percentile(round.Outbox, part) / Spread.Percentile(round.Direct, part))), goal,
            string.Create(CultureInfo.InvariantCulture, $"{name} {Spread.MedianOf(rounds.Select(round => Spread.Percentile(round.Outbox, part))):0.00} ms against {Spread.MedianOf(rounds.Select(round => Spread.Percentile(round.Direct, part))):0.00} ms; the way adds a wake-up and one select of the relay's"),
            "hand the committed rows to the relay in memory with the wake-up and select only what it was not told");
    }

    private static async Task<List<double>> MeasureAsync(RecordsService service, int events)
    {
        await service.ConsumedAsync(0);
        await service.Load.OpenAsync(events, PerSecond, RecordsService.Post);
        return [.. (await service.ConsumedAsync(events)).Order()];
    }
}
