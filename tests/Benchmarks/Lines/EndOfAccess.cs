using System.Diagnostics;
using System.Globalization;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// How long who lost access still has it: from the answer to a withdrawal, or to the end of an agreement, until the packet is gone, and from the answer to a
/// suspension until the token is refused at the gateway; from the moment in which the last day of a consent is over; from an evacuation until the file is not there. With the bus up against one second, with the bus down against the poll of five.
/// </summary>
public static partial class EndOfAccess
{
    private static readonly TimeSpan WhenTold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenPolled = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Bench bench)
    {
        var broker = bench.Servers.RabbitMq;
        await using var cable = new Cable(broker.Host, broker.Port);
        await using var platform = await RunningPlatform.StartAsync(brokerPort: cable.Port, settings: Bench.WithoutLimits);
        await using var later = await RunningPlatform.StartAsync(brokerPort: cable.Port, settings: Bench.WithoutLimits);   // whose clock goes on
        var days = 0;
        var admin = await platform.SignInAsync("access-admin@iom-libya.demo");
        var agreements = await Agreements.OfAsync(platform, admin);
        await MeasureAsync("up", WhenTold, bench.Rounds, bench.Amount(40), bench.Amount(8), bench.Amount(8));   // of the last two each waits
        cable.Cut();
        await MeasureAsync("down", WhenPolled, bench.Full ? bench.Rounds : 1, bench.Amount(20), bench.Amount(2), bench.Amount(2));

        async Task MeasureAsync(string bus, TimeSpan limit, int rounds, int withdrawn, int suspended, int ended)
        {
            List<List<double>> withdrawals = [], suspensions = [], ends = [], lapses = [], evacuations = [];
            for (var round = 0; round < rounds; round++)
            {
                withdrawals.Add(await WithdrawalsAsync(platform, withdrawn, limit));
                suspensions.Add(await SuspensionsAsync(platform, admin, suspended, limit));
                ends.Add(await EndsAsync(platform, agreements, ended, limit));
                lapses.Add(await LapsesAsync(later, ++days, withdrawn));
                evacuations.Add(await EvacuationsAsync(platform, admin, agreements.Second, ended, limit));
            }

            Say($"withdrawal to refusal, p99, bus {bus}", withdrawals, limit, bus);
            Say($"suspension to refusal, p99, bus {bus}", suspensions, limit, bus);
            Say($"end of the agreement to refusal, p99, bus {bus}", ends, limit, bus);
            Say($"lapse of the consent to refusal, p99, bus {bus}", lapses, limit, bus);
            Say($"evacuation to refusal, p99, bus {bus}", evacuations, limit, bus);
        }
    }

    private static void Say(string name, List<List<double>> rounds, TimeSpan limit, string bus)
    {
        double Of(double part) => Spread.MedianOf(rounds.Select(round => Spread.Percentile(round, part)));
        Bench.Say("15", string.Create(CultureInfo.InvariantCulture, $"{name}, against {limit.TotalSeconds:0} s"), Spread.Of(rounds.Select(round => Spread.Percentile(round, 0.99) / limit.TotalMilliseconds)), Goal.Most(1),
            string.Create(CultureInfo.InvariantCulture, $"p50 {Of(0.5):0} ms, p99 {Of(0.99):0} ms"), bus == "up" ? "look where it waits: the relay's wake-up, the queue, or the person's lock" : "poll more often while the broker does not answer");
    }

    private static async Task<List<double>> WithdrawalsAsync(RunningPlatform platform, int each, TimeSpan within)
    {
        var (amal, bayt) = (new Partner(platform, "amal-health"), new Partner(platform, "bayt-shelter"));
        var open = new List<(Guid Referral, Guid Person, Guid Consent)>();
        for (var number = 0; number < each; number++)
        {
            open.Add(await amal.ReferAsync("bayt-shelter"));
            (await bayt.PostAsync($"/api/referrals/{open[^1].Referral}/acceptance", new { })).Expect(200);
        }

        return [.. (await Task.WhenAll(open.Select(async one =>
        {
            await AnyMomentAsync(within);
            (await amal.DeleteAsync($"/api/people/{one.Person}/consents/{one.Consent}")).Expect(204);
            return await UntilAsync(async () => (await bayt.GetAsync($"/api/referrals/{one.Referral}")).Expect(200)["packet"] is null);
        }))).Order()];
    }

    private static async Task<List<double>> SuspensionsAsync(RunningPlatform platform, Partner admin, int each, TimeSpan within)
    {
        var agency = await admin.AgencyIdAsync("rihla-legal");
        var took = new List<double>();
        for (var number = 0; number < each; number++)
        {
            var rihla = new Partner(platform, "rihla-legal") { Token = await platform.AskTokenAsync("rihla-legal-system", "dev-rihla-legal") };
            await UntilAsync(async () => (await rihla.GetAsync("/api/people")).Status == 200);
            await AnyMomentAsync(within);
            (await admin.PostAsync($"/api/agencies/{agency}/suspension", null)).Expect(204);
            took.Add(await UntilAsync(async () => (await rihla.GetAsync("/api/people")).Status == 401));
            (await admin.DeleteAsync($"/api/agencies/{agency}/suspension")).Expect(204);
        }

        return [.. took.Order()];
    }

    private static async Task<List<double>> EndsAsync(RunningPlatform platform, Agreements agreements, int each, TimeSpan within)
    {
        var (amal, bayt) = (new Partner(platform, "amal-health"), new Partner(platform, "bayt-shelter"));
        var (recipient, person) = (await amal.AgencyIdAsync("bayt-shelter"), await amal.RegisterAsync());
        await amal.ConsentAsync(person, recipient);
        var took = new List<double>();
        await agreements.EndAllAsync();
        for (var number = 0; number < each; number++)
        {
            var agreement = await agreements.MakeAsync();
            var referral = await SendAsync();
            (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
            await AnyMomentAsync(within);
            await agreements.EndAsync(agreement);
            took.Add(await UntilAsync(async () => (await bayt.GetAsync($"/api/referrals/{referral}")).Expect(200)["packet"] is null));
        }

        await agreements.MakeAsync();
        await SendAsync();   // what is measured next finds one in force
        return [.. took.Order()];

        async Task<Guid> SendAsync()
        {
            Answer sent = null!;
            await UntilAsync(async () => (sent = await amal.PostAsync("/api/referrals", Partner.Referral(person, recipient))).Status == 201);
            return sent.Json.Id("referralId");
        }
    }

    // not in step with any poll
    private static Task AnyMomentAsync(TimeSpan within) => Task.Delay(within * Random.Shared.NextDouble());

    private static async Task<double> UntilAsync(Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException("Access has not ended within 30 s.");
            }

            await Task.Delay(5);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
