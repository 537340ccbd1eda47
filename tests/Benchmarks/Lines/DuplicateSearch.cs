using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Platform.Tests.Matching;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>What it costs to look for a new registration among people of another agency who agreed to it, as a clock does later, against registering it.</summary>
internal static class DuplicateSearch
{
    private const int LookedFor = 200;

    /// <summary>By the clock, from when they are due until none is: keys made, candidates of each found and opened, pairs kept.</summary>
    public static async Task RunAsync(Bench bench, RunningPlatform platform, int people, IReadOnlyList<Registration> seconds)
    {
        var bayt = new Partner(platform, "bayt-shelter");
        var lead = await bayt.AgencyIdAsync("iom-libya");
        await using var database = await platform.OpenDatabaseAsync("registrations");
        var started = Stopwatch.GetTimestamp();
        List<Guid> registered = [];
        foreach (var second in seconds.Take(LookedFor))
        {
            registered.Add(await bayt.RegisterAsync(person =>
            {
                (person["givenName"], person["otherNames"], person["familyName"], person["nationality"], person["phone"]) = (second.Given, second.Others, second.Family, second.Nationality, second.Phone);
                (person["sex"], person["birthYear"], person["agePrecision"]) = (second.Sex ?? "unknown", second.BirthYear ?? 1990, second.YearIsEstimated ? "estimate" : "year");
            }));
        }

        var registering = Stopwatch.GetElapsedTime(started).TotalMilliseconds / registered.Count;
        foreach (var person in registered) await bayt.ConsentAsync(person, lead, consent => consent["purpose"] = "deduplication");
        await NoneDueAsync();
        var (ratios, costs, profile) = (new List<double>(), new List<double>(), "");
        for (var round = 0; round < bench.Rounds; round++)
        {
            var before = bench.Processes.Sample();
            started = Stopwatch.GetTimestamp();
            await ExecuteAsync(database, $"update keyings set linking = 'due' where person_id in ({string.Join(", ", registered.Select(id => $"'{id}'"))})");
            await NoneDueAsync();
            costs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds / registered.Count);
            ratios.Add(costs[^1] / registering);
            profile = Processes.PerOperation(before, bench.Processes.Sample(), registered.Count);
        }

        Bench.Say("10", string.Create(CultureInfo.InvariantCulture, $"looking for a registration among {people:#,0} people of another agency, against registering it"), Spread.Of(ratios), null,
            string.Create(CultureInfo.InvariantCulture, $"{Spread.MedianOf(costs):0.0} ms each against {registering:0.0} ms; CPU each {profile}"), "");

        Task NoneDueAsync() => Eventually.TrueAsync(async () =>
        {
            await using var look = new NpgsqlCommand("select not exists (select 1 from keyings where linking = 'due' or stamp = 0)", database);
            return await look.ExecuteScalarAsync() is true;
        }, TimeSpan.FromMinutes(10));
    }

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
