using System.Diagnostics;
using System.Globalization;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <content>What nobody says at the time: a last day is over. And a whole team at once.</content>
public static partial class EndOfAccess
{
    /// <summary>Consents whose last day is the platform's, and its clock goes on by a day: from that moment, which each process sees within a quarter of a second. Tokens live by the real clock.</summary>
    /// <param name="platform">One whose clock only this moves, and never back.</param>
    /// <param name="day">Which day after today it will be.</param>
    /// <param name="each">How many.</param>
    private static async Task<List<double>> LapsesAsync(RunningPlatform platform, int day, int each)
    {
        var (amal, bayt) = (new Partner(platform, "amal-health"), new Partner(platform, "bayt-shelter"));
        var (recipient, lastDay) = (await amal.AgencyIdAsync("bayt-shelter"), DateOnly.FromDateTime(DateTime.UtcNow).AddDays(day - 1));
        var open = new List<Guid>();
        for (var number = 0; number < each; number++)
        {
            var person = await amal.RegisterAsync();
            await amal.ConsentAsync(person, recipient, consent => consent["expiresOn"] = lastDay.ToString("O", CultureInfo.InvariantCulture));
            open.Add((await amal.PostAsync("/api/referrals", Partner.Referral(person, recipient))).Expect(201).Json.Id("referralId"));
            (await bayt.PostAsync($"/api/referrals/{open[^1]}/acceptance", new { })).Expect(200);
        }

        var moved = Stopwatch.GetTimestamp();
        await platform.MoveClockAsync(TimeSpan.FromDays(day));
        return [.. (await Task.WhenAll(open.Select(async referral =>
        {
            await UntilAsync(async () => (await bayt.GetAsync($"/api/referrals/{referral}")).Expect(200)["packet"] is null);
            return Stopwatch.GetElapsedTime(moved).TotalMilliseconds;
        }))).Order()];
    }

    /// <summary>From the answer to an evacuation until a colleague of another team, who opened the file, finds nothing there.</summary>
    private static async Task<List<double>> EvacuationsAsync(RunningPlatform platform, Partner first, Partner second, int each, TimeSpan within)
    {
        var took = new List<double>();
        var opener = await platform.SignInAsync("caseworker@iom-libya.demo");
        for (var number = 0; number < each; number++)
        {
            var code = $"left-{Guid.NewGuid():N}";
            var team = (await first.PostAsync("/api/teams", new { code, name = "Invented", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
            var caseworker = $"{code}@iom-libya.demo";
            await platform.PlantUserAsync(caseworker, code, "caseworker");
            var person = await opener.RegisterAsync();
            (await opener.PostAsync($"/api/people/{person}/assignment", new { team = code, caseworker })).Expect(200);
            await AnyMomentAsync(within);
            (await first.PostAsync($"/api/teams/{team}/evacuation", new { reasonCode = "precaution" })).Expect(200);
            took.Add(await UntilAsync(async () => (await opener.GetAsync($"/api/people/{person}")).Status == 404));
            (await first.PostAsync($"/api/teams/{team}/evacuation/end", null)).Expect(200);
            (await second.PostAsync($"/api/teams/{team}/evacuation/end/approval", null)).Expect(200);
        }

        return [.. took.Order()];
    }
}
