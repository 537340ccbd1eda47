using System.Diagnostics;
using System.Globalization;
using Platform.Registrations.Matching;
using Platform.Tests.Matching;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// Line 17: how well names are matched, on invented people (docs/adr/0013): a base of registrations, and second registrations of some of the
/// same people that are looked for in it. Nothing of it was tuned on the seeds that are measured. It needs no server.
/// </summary>
public static class NameMatching
{
    private const int Records = 200_000;
    private const int Queries = 2_000;

    public static async Task RunAsync(Bench bench)
    {
        var records = bench.Amount(Records, Records);
        await MeasureAsync(bench, "", Seed.Test, records, Corruption.Hard);
        await MeasureAsync(bench, " (with held-out names)", Seed.HeldOut, records, Corruption.Hard);
        if (bench.Full)
        {
            await MeasureAsync(bench, " (clean capture)", Seed.Test, records, Corruption.Clean);
            await MeasureAsync(bench, " (worse capture)", Seed.Test, records, Corruption.Worse);
        }
    }

    private static async Task MeasureAsync(Bench bench, string what, Seed seed, int records, Corruption rates)
    {
        var set = await Bench.StepAsync($"{records:#,0} invented people and their keys{what}", () => Task.Run(() => TestSet.Of(seed, records, rates)));
        var matcher = new Matcher(records);
        Retrieval[] runs = [.. Enumerable.Range(0, bench.Rounds).Select(round => Retrieval.Run(set, set.Again(rates, Math.Min(Queries, records / 20), round), matcher))];

        void Say(string name, Func<Retrieval, double> value, Goal goal, string next, string profile = "") =>
            Bench.Say("17", name + what, Spread.Of(runs.Select(value)), goal, profile, next);

        Say("blocking recall, %", run => 100 * run.BlockingRecall, Goal.Least(94), "keys of two names that are each mistyped: a name with one consonant left out, in a kind of its own, after the rank attack on it",
            Invariant($"{runs.Average(run => run.Candidates / (double)run.Queries):0} candidates a query, {set.Index.RowsEach:0.0} rows a person; of the first {string.Join(", ", runs[0].Kept.Select(kept => Invariant($"{kept.Key}: {100.0 * kept.Value / runs[0].Queries:0.0} %")))} by weight of shared keys\n{Missing(runs[0])}"));
        Say("person at rank 1, %", run => 100 * run.Recall(0), Goal.Least(82), "day and month of birth where both know them");
        Say("in the first 5, %", run => 100 * run.Recall(1), Goal.Least(90), "as for rank 1");
        Say("in the first 10, %", run => 100 * run.Recall(2), Goal.Least(93), "as for blocking: who is not among the candidates has no rank");
        Say("precision at recall 60 %, %", run => 100 * run.PrecisionAt(0.6), Goal.Least(95), "names weighed by pairs, as some go together; day and month of birth");
        Say("precision at recall 70 %, %", run => 100 * run.PrecisionAt(0.7), Goal.Least(88), "as at 60 %");
        Say("precision at recall 80 %, %", run => 100 * run.PrecisionAt(0.8), Goal.Least(60), "as at 60 %");
        Say("false candidates a query at recall 80 %", run => run.FalseEach(0.8), Goal.Most(0.5), "as at 60 %", Bands(runs));
        NameMatchingPairs.Say(what, set, matcher, rates, runs.Average(run => run.Threshold(0.8)));
        SayCost(bench, what, set, matcher, rates);
    }

    private static void SayCost(Bench bench, string what, TestSet set, Matcher matcher, Corruption rates)
    {
        var found = new Dictionary<int, double>();
        List<(MatchSubject One, MatchSubject Other)> pairs = [];
        foreach (var (_, subject) in set.Again(rates, Math.Min(200, set.People.Count / 20), 8))
        {
            set.Index.Find(TestSet.Keys.ToLookFor(subject), found);
            pairs.AddRange(found.Keys.Order().Take(100).Select(candidate => (subject, set.First[candidate])));
        }

        double Once()
        {
            var sum = 0.0;
            foreach (var (one, other) in pairs)
            {
                sum += matcher.Score(one, other).Bits;
            }

            return sum;
        }

        Once();
        var costs = Enumerable.Range(0, bench.Rounds).Select(_ =>
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            for (var time = 0; time < 20; time++)
            {
                Once();
            }

            return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / (20.0 * pairs.Count);
        }).ToArray();
        Bench.Say("17", "CPU a comparison of names that were read, µs" + what, Spread.Of(costs), Goal.Most(2.5), "", "levels of equal words remembered for the candidates of one query");
    }

    // who was not found, and what their registrations had in common
    private static string Missing(Retrieval run)
    {
        var lost = run.Missed.Where(one => one.Bits is null).ToList();
        var nationalities = string.Join(", ", lost.GroupBy(one => one.Second.Person.Nationality).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"));
        return Invariant($"{lost.Count} of {run.Queries} are not among the candidates: {nationalities}; {lost.Count(one => one.Subject.Name.Tokens.Count <= 2)} of them gave two names or fewer, {lost.Count(one => one.Subject.BirthYear is null)} no year");
    }

    private static string Bands(Retrieval[] runs) => string.Join("; ", new[] { ("strong", MatchScore.Strong), ("likely", MatchScore.Likely), ("review", MatchScore.Review), ("shown", MatchScore.Floor) }.Select(band =>
    {
        var (right, wrong, asked) = (runs.Sum(run => run.Above(band.Item2).Right), runs.Sum(run => run.Above(band.Item2).Wrong), runs.Sum(run => run.Queries));
        return Invariant($"{band.Item1} and above: recall {100.0 * right / asked:0.0} %, precision {100.0 * right / Math.Max(1, right + wrong):0.0} %");
    }));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
