using System.Globalization;
using Npgsql;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// Line 10: the search that comes before a file is opened, through the gateway, among so many people of one agency, one in ten of whom the caller keeps: keys probed under the policies, 200 candidates
/// opened, weighed and ranked, against the list of the 50 newest, which are opened too. The names are invented as those of line 17, and what is looked for is a second registration.
/// And what it costs to look for such a registration of another agency (<see cref="DuplicateSearch" />).
/// </summary>
public static class NameSearch
{
    private const int Queries = 133;

    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var amal = new Partner(platform, "amal-health");
        var people = bench.Amount(200_000, 1_000_000);
        var seconds = await Bench.StepAsync(string.Create(CultureInfo.InvariantCulture, $"{people:#,0} people of one agency, sealed, with keys for search"), () => InventedFiles.LoadAsync(platform, amal, people));
        var questions = seconds.ConvertAll(InventedFiles.Question);

        var (ratio, times) = await Versus.TimesAsync(
            bench, Queries, async at => (await amal.PostAsync("/api/people/search", questions[at % questions.Count])).Expect(200), async _ => (await amal.GetAsync("/api/people?limit=50")).Expect(200));
        Bench.Say("10", string.Create(CultureInfo.InvariantCulture, $"search by name among {people:#,0} people against the list of 50"), ratio, Goal.Most(3), $"{times}\n{await KeysAsync(platform)}",
            "open fewer than 200 candidates: what weighs least by its keys has been shown by line 17 to be nobody who is looked for; keep the rarest keys' postings alone where one of them is short");
        await DuplicateSearch.RunAsync(bench, platform, people, seconds);
    }

    // how long the postings of keys are: what the time depends on
    private static async Task<string> KeysAsync(RunningPlatform platform)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand("select count(*), count(distinct key), max(n) from (select key, count(*) over (partition by key) as n from person_search_keys) k", database) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(0):#,0} keys, {reader.GetInt64(1):#,0} of them different, the longest posting {reader.GetInt64(2):#,0}");
    }
}
