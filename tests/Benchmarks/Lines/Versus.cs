using System.Diagnostics;
using System.Globalization;

namespace Platform.Benchmarks.Lines;

/// <summary>Two ways to answer the same request, in turn, for the same time each.</summary>
internal static class Versus
{
    /// <summary>Requests a second of the first against the second.</summary>
    public static async Task<(Spread Ratio, string Profile)> RatesAsync(
        Bench bench, TimeSpan time, (Load Load, Func<int, HttpRequestMessage> Make) one, (Load Load, Func<int, HttpRequestMessage> Make) other, Func<Task>? settled = null)
    {
        await one.Load.ClosedAsync(time / 2, one.Make);   // compiled and connected
        await other.Load.ClosedAsync(time / 2, other.Make);
        var rounds = new List<(double One, double Other)>();
        var (ones, others) = ("", "");
        for (var round = 0; round < bench.Rounds; round++)
        {
            var (first, firstCost) = await OneAsync(bench, time, one, settled);
            var (second, secondCost) = await OneAsync(bench, time, other, settled);
            rounds.Add((first, second));
            (ones, others) = (firstCost, secondCost);
        }

        return (Spread.Of(rounds.Select(round => round.One / round.Other)),
            string.Create(CultureInfo.InvariantCulture, $"{Spread.MedianOf(rounds.Select(round => round.One)):0}/s against {Spread.MedianOf(rounds.Select(round => round.Other)):0}/s; CPU per request {ones}\nagainst {others}"));
    }

    /// <summary>Query by query in turn, so that a neighbour's burst hits both; the ratio of a round is that of its medians.</summary>
    public static async Task<(Spread Ratio, string Times)> TimesAsync(Bench bench, int queries, Func<int, Task> one, Func<int, Task> other)
    {
        var (ratios, ones, others) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < bench.Rounds; round++)
        {
            var (a, b) = (new List<double>(), new List<double>());
            for (var at = 0; at < queries; at++)
            {
                a.Add(await TimeAsync(one, at));
                b.Add(await TimeAsync(other, at));
            }

            ratios.Add(Spread.MedianOf(a) / Spread.MedianOf(b));
            ones.AddRange(a);
            others.AddRange(b);
        }

        return (Spread.Of(ratios), string.Create(CultureInfo.InvariantCulture, $"p50 {Spread.MedianOf(ones):0.00} ms against {Spread.MedianOf(others):0.00} ms"));
    }

    private static async Task<double> TimeAsync(Func<int, Task> query, int at)
    {
        var started = Stopwatch.GetTimestamp();
        await query(at);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<(double PerSecond, string Cost)> OneAsync(Bench bench, TimeSpan time, (Load Load, Func<int, HttpRequestMessage> Make) way, Func<Task>? settled)
    {
        var before = bench.Processes.Sample();
        var (perSecond, requests) = await way.Load.ClosedAsync(time, way.Make);
        if (settled is not null)
        {
            await settled();
        }

        return (perSecond, Processes.PerOperation(before, bench.Processes.Sample(), requests));
    }
}
