using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;
using Xunit.Abstractions;

namespace Platform.Scope.Tests;

/// <summary>
/// Agencies, teams, agreements, people, consents and referrals in random states: every read path answers each member exactly what
/// the reference model says, and what somebody wrote of a person stands nowhere else. SCOPE_SEED plays a seed again.
/// </summary>
public sealed class ScopeTests(ITestOutputHelper output)
{
    private const int AtLeast = 10_000;

    [Fact]
    public async Task Every_read_path_answers_what_the_reference_model_says()
    {
        var compared = 0;
        for (var seed = FirstSeed(); compared < AtLeast; seed++) compared += await CompareAsync(seed, people: 36, referrals: 60);
    }

    [Fact]
    [Trait("Category", "Deep")]
    public async Task A_million_answers_are_what_the_reference_model_says()
    {
        var compared = 0;
        for (var seed = FirstSeed(); compared < 1_000_000; seed++) compared += await CompareAsync(seed, people: 80, referrals: 150, mutants: false);
    }

    /// <summary>Compares, and tries the mutants of all policies beside, unless these are many answers: as it was played, and later.</summary>
    private async Task<int> CompareAsync(ulong seed, int people, int referrals, bool mutants = true)
    {
        output.WriteLine($"report: SCOPE_SEED={seed}");
        var watch = Stopwatch.StartNew();
        using var collector = new Collector();
        await using var platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string>(collector.Settings) { ["UnusualAccess__OutOfArea"] = $"{World.OutOfArea}", ["UnusualAccess__Every"] = "00:00:03" });
        await using var bus = await new ConnectionFactory { Uri = platform.Vhost.Uri }.CreateConnectionAsync();
        var ear = await Ear.ListenAsync(bus, Ear.AllEvents);
        var (plan, world) = (Plans.Of(seed, people, referrals), new World(platform, seed));
        var asked = new HashSet<string>();
        await world.PlayAsync(plan);
        output.WriteLine($"report: played in {watch.Elapsed.TotalSeconds:0} s");
        var compared = await AgreeAsync("as it was played");
        var before = mutants ? await new Mutants(platform, world).RunAsync() : null;
        await world.EndAsync(plan);
        await world.MoveAsync(plan.DaysAhead);
        compared += await AgreeAsync($"{plan.DaysAhead} days later, after the ends");
        Assert.Equal([], await ReadPaths.MissingAsync(platform, asked));
        if (before is not null) await NoticedAsync(before);
        Assert.Equal([], await Tracks.FindAsync(platform, world, collector));
        Assert.Equal([], await Leaks.FindAsync(platform, world, ear, collector));
        return compared;

        async Task<int> AgreeAsync(string when)
        {
            var comparison = new Comparison(platform, world);
            var (count, differences) = await comparison.RunAsync();
            output.WriteLine($"report: {when} ({watch.Elapsed.TotalSeconds:0} s): {count} answers of {world.Members.Count} members on {world.People.Count} people and {world.Referrals.Count} referrals ({string.Join(", ", world.Referrals.CountBy(referral => referral.Status).Select(states => $"{states.Value} {states.Key}"))})");
            Assert.True(differences.Count == 0, $"Seed {seed}, {when}: {differences.Count} of {count} answers differ.\n{string.Join('\n', differences.Take(10))}");
            asked.UnionWith(comparison.Asked);
            return count;
        }

        async Task NoticedAsync(IReadOnlyDictionary<Mutants.Mutant, string?> earlier)
        {
            var noticed = (await new Mutants(platform, world).RunAsync()).Select(after => (Mutant: after.Key, By: earlier[after.Key] ?? after.Value)).ToList();
            output.WriteLine($"report: each of {noticed.Count} mutants of policies was noticed ({watch.Elapsed.TotalSeconds:0} s)");
            foreach (var (mutant, by) in noticed) output.WriteLine($"list: {mutant}: {by}");
            Assert.Equal([], noticed.Where(mutant => mutant.By is null).Select(mutant => mutant.Mutant));
        }
    }

    private static ulong FirstSeed() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("SCOPE_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : (ulong)Random.Shared.NextInt64(1_000_000);
}
