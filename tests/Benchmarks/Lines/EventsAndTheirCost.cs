using System.Diagnostics;
using System.Globalization;

namespace Platform.Benchmarks.Lines;

/// <summary>Lines 1 and 2: 32 connections post, each post is a row and an event, each event a projection's row; what a second holds and what an event costs.</summary>
public static class EventsAndTheirCost
{
    public static async Task RunAsync(Bench bench)
    {
        var events = bench.Amount(2500);
        await using var outbox = await RecordsService.StartAsync(bench, "outbox", connections: 32);
        await using var direct = await RecordsService.StartAsync(bench, "direct", connections: 32);
        await using var plain = await RecordsService.StartAsync(bench, "plain", connections: 32);
        var (rates, costs, rounds) = (new List<double>(), new List<double>(), new List<(Result Outbox, Result Direct, Result Plain)>());
        for (var round = 0; round < bench.Rounds; round++)
        {
            var measured = (await MeasureAsync(bench, outbox, events), await MeasureAsync(bench, direct, events), await MeasureAsync(bench, plain, events));
            rounds.Add(measured);
            rates.Add(measured.Item1.PerSecond / measured.Item2.PerSecond);
            costs.Add(measured.Item1.Cost / measured.Item3.Cost);
        }

        var last = rounds[^1];
        Bench.Say("1", "durable events a second, POST to consumed, against publishing with MassTransit without an outbox", Spread.Of(rates), Goal.Least(1.5),
            string.Create(CultureInfo.InvariantCulture, $"{Spread.MedianOf(rounds.Select(round => round.Outbox.PerSecond)):0}/s against {Spread.MedianOf(rounds.Select(round => round.Direct.PerSecond)):0}/s; CPU per event {last.Outbox.Profile}\nagainst {last.Direct.Profile}"),
            "the consumer's two round trips (inbox with begin, then effect with commit) as one statement, or a batched inbox where the effect is a projection");
        Bench.Say("2", "CPU per event, all parts, against the same without outbox, scope and audit", Spread.Of(costs), Goal.Most(1.2),
            string.Create(CultureInfo.InvariantCulture, $"{Spread.MedianOf(rounds.Select(round => round.Outbox.Cost)):0} µs against {Spread.MedianOf(rounds.Select(round => round.Plain.Cost)):0} µs: {last.Outbox.Profile}\nagainst {last.Plain.Profile}"),
            "row, grant, outbox and audit as one statement (a data-modifying CTE) instead of one statement each; the scope's six settings as one");
    }

    private static async Task<Result> MeasureAsync(Bench bench, RecordsService service, int events)
    {
        var before = bench.Processes.Sample($"records:{service.Way}");
        var started = Stopwatch.GetTimestamp();
        await service.EventsAsync(events);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await service.SealedAsync();
        var after = bench.Processes.Sample($"records:{service.Way}");
        return new Result(events / elapsed, Processes.Used(before, after) / events, Processes.PerOperation(before, after, events));
    }

    private sealed record Result(double PerSecond, double Cost, string Profile);
}
