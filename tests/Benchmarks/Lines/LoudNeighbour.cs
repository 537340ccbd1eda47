using System.Globalization;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 13: how long one agency waits for its lists while another sends ten times its share of the gateway, against when it is alone.</summary>
public static class LoudNeighbour
{
    private const double Share = 200;       // a second, as the gateway is delivered
    private const double PerSecond = 40;

    public static async Task RunAsync(Bench bench)
    {
        await using var platform = await RunningPlatform.StartAsync();
        var amal = new Partner(platform, "amal-health");
        for (var number = 0; number < 60; number++)
        {
            await amal.ReferAsync("bayt-shelter");
        }

        using var quiet = new Load(platform.AddressOf("gateway"), 16, await platform.TokenAsync("amal-health"));
        using var loud = new Load(platform.AddressOf("gateway"), 64, await platform.TokenAsync("unhcr-libya")) { MayBeRefused = true };
        var (requests, rounds) = (bench.Amount(300), new List<(IReadOnlyList<double> Alone, IReadOnlyList<double> Beside)>());
        await quiet.OpenAsync(requests, PerSecond, List);   // warm
        for (var round = 0; round < bench.Rounds; round++)
        {
            var alone = await quiet.OpenAsync(requests, PerSecond, List);
            var flood = loud.OpenAsync((int)(requests / PerSecond * Share * 10), Share * 10, List);
            rounds.Add((alone, await quiet.OpenAsync(requests, PerSecond, List)));
            await flood;
        }

        Bench.Say("13", $"one agency's list at {PerSecond:0}/s, p99, while another sends ten times its share, against alone", Spread.Of(rounds.Select(round => Of(round.Beside, 0.99) / Of(round.Alone, 0.99))), Goal.Most(1.5),
            string.Create(CultureInfo.InvariantCulture, $"""
                p50 {Spread.MedianOf(rounds.Select(round => Of(round.Beside, 0.5))):0.0} ms against {Spread.MedianOf(rounds.Select(round => Of(round.Alone, 0.5))):0.0} ms, p99 {Spread.MedianOf(rounds.Select(round => Of(round.Beside, 0.99))):0.0} ms against {Spread.MedianOf(rounds.Select(round => Of(round.Alone, 0.99))):0.0} ms;
                who sends {Share * 10:0} a second does so on the same cores, and a tenth of it is answered
                """),
            "the token is checked before the limit, at every request of the flood: count by the token's hash first, and look into it afterwards");

        static double Of(IReadOnlyList<double> sorted, double part) => Spread.Percentile(sorted, part);
    }

    private static HttpRequestMessage List(int at) => new(HttpMethod.Get, "/api/referrals?box=sent&limit=50");
}
