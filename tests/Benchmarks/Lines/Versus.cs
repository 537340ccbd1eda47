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
