using System.Diagnostics;
using System.Globalization;
using System.Net;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 16: whether the clock tells what the bytes do not: how long a record of others takes to be not there, against one that is not there, asked in turn.</summary>
public static class NotYours
{
    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var amal = new Partner(platform, "amal-health");
        var (people, referrals) = (new List<Guid>(), new List<Guid>());
        for (var number = 0; number < 20; number++)
        {
            var (referral, person, _) = await amal.ReferAsync("bayt-shelter");
            people.Add(person);
            referrals.Add(referral);
        }

        using var stranger = new Load(platform.AddressOf("gateway"), 1, await platform.TokenAsync("rihla-legal"));
        await MeasureAsync("a person's file", "/api/people/", people);
        await MeasureAsync("a referral", "/api/referrals/", referrals);

        async Task MeasureAsync(string what, string path, List<Guid> others)
        {
            var rounds = new List<(double Others, double Nobodys)>();
            await RoundAsync(bench.Amount(100));
            for (var round = 0; round < bench.Rounds; round++)
            {
                rounds.Add(await RoundAsync(bench.Amount(400)));
            }

            var ratio = Spread.Of(rounds.Select(round => Math.Max(round.Others / round.Nobodys, round.Nobodys / round.Others)));
            Bench.Say("16", $"{what} of others, p50 of the 404, against one that is not there, whichever is slower", ratio, Goal.Most(1.05), string.Create(
                CultureInfo.InvariantCulture, $"{Spread.MedianOf(rounds.Select(round => round.Others)):0.00} ms against {Spread.MedianOf(rounds.Select(round => round.Nobodys)):0.00} ms"),
                "compare the statements and the rows they touch: one of the two reads what the other does not");

            async Task<(double Others, double Nobodys)> RoundAsync(int times)
            {
                var (theirs, nobodys) = (new List<double>(), new List<double>());
                for (var time = 0; time < times; time++)
                {
                    theirs.Add(await TimeAsync(stranger.Http, path + others[time % others.Count]));
                    nobodys.Add(await TimeAsync(stranger.Http, path + Guid.NewGuid()));
                }

                return (Spread.MedianOf(theirs), Spread.MedianOf(nobodys));
            }
        }
    }

    private static async Task<double> TimeAsync(HttpClient http, string path)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.NotFound ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
    }
}
