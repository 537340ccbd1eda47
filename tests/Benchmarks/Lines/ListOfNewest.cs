using System.Globalization;
using Platform.Access;
using Platform.Referrals;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// Lines 8 and 9: the list of the 50 newest referrals of a caller with nine grantees, through the service's own statement, login
/// and policies. It should not notice how many others have, and the policies should cost no more than the same by hand.
/// </summary>
public static class ListOfNewest
{
    private const string Box = "sent";   // three of the nine grantees have rows in it, and each referral of one's own is under several
    private const int Few = 10_000;

    public static async Task RunAsync(Bench bench)
    {
        var many = bench.Amount(1_000_000, 1_000_000);
        var small = await TableAsync(bench, Few);
        var large = await TableAsync(bench, many);
        var typical = Callers(ReferralRows.Typical);
        var smallest = Callers(ReferralRows.Smallest);

        Func<int, Task<int>> Service(ListQueries queries, Caller[] callers) => at => queries.ByTheServiceAsync(callers[at % callers.Length], Box);
        Func<int, Task<int>> Or(ListQueries queries, Caller[] callers) => at => queries.ByOrAsync(callers[at % callers.Length], Box);
        Func<int, Task<int>> Hand(ListQueries queries, Caller[] callers) => at => queries.ByHandAsync(callers[at % callers.Length], Box);

        var growth = await CompareAsync(bench, Service(large, typical), Service(small, typical));
        Bench.Say("8", $"list of 50 newest, nine grantees, {Rows(many)} against {Rows(Few)}", growth.Ratio, Goal.Most(1.4),
            growth.Ratio.Median > 1.4 ? await PlanAsync(large, typical[0], growth) : growth.Times,
            "one index-only scan per grantee touches as many pages at any size; what grows is cache misses of the record's own tables: keep the envelope's columns in the list's row");
        var few = await CompareAsync(bench, Service(large, smallest), Service(large, typical));
        Bench.Say("8", "smallest agency against a typical one", few.Ratio, Goal.Most(1.2), few.Times, "its rows lie far apart in the record's table: cluster by agency");
        var control = await CompareAsync(bench, Or(large, typical), Or(small, typical), least: 12);
        Bench.Say("8", $"control: own OR granted by hand, {Rows(many)} against {Rows(Few)}", control.Ratio, Goal.Least(5), control.Times,
            "the control shows that the data are large enough to tell a bad list from a good one");
        var lost = await CompareAsync(bench, Or(large, smallest), Service(large, smallest), least: 3);
        Bench.Say("8", "control: own OR granted by hand against the service's list, smallest agency", lost.Ratio, null, lost.Times, "");

        var policies = await CompareAsync(bench, Service(large, typical), Hand(large, typical));
        Bench.Say("9", $"row-level security on that list against the predicate by hand, {Rows(many)}", policies.Ratio, Goal.Most(1.1),
            policies.Ratio.Median > 1.1 ? await PlanAsync(large, typical[0], policies) : policies.Times,
            "the policies ask grants anew for each of referral, envelope and person; one policy function that is asked once per record, or the pseudonymous envelope's columns in the record's row");

        if (bench.Full)
        {
            foreach (var rows in (int[])[100_000, 10_000_000])
            {
                var table = await TableAsync(bench, rows);
                var curve = await CompareAsync(bench, Service(table, typical), Service(small, typical));
                Bench.Say("8", $"list of 50 newest, {Rows(rows)} against {Rows(Few)}", curve.Ratio, rows > 1_000_000 ? Goal.Most(1.8) : null, curve.Times, "as above");
                var tiny = await CompareAsync(bench, Service(table, smallest), Service(table, typical));
                Bench.Say("8", $"smallest agency against a typical one, {Rows(rows)}", tiny.Ratio, Goal.Most(1.2), tiny.Times, "as above");
            }
        }
    }

    /// <summary>Neither list may be empty, or nothing was measured.</summary>
    private static async Task<(Spread Ratio, string Times)> CompareAsync(Bench bench, Func<int, Task<int>> one, Func<int, Task<int>> other, int least = 200)
    {
        var queries = bench.Amount(least, least * 2);
        for (var at = 0; at < Math.Min(queries, 20); at++)
        {
            if (await one(at) == 0 || await other(at) == 0)
            {
                throw new InvalidOperationException("A list that is measured is empty.");
            }
        }

        return await Versus.TimesAsync(bench, queries, one, other);
    }

    private static async Task<string> PlanAsync(ListQueries queries, Caller caller, (Spread, string Times) compared) =>
        $"{compared.Times}; the plan:\n{await queries.ExplainAsync(caller, Box)}";

    private static async Task<ListQueries> TableAsync(Bench bench, int rows)
    {
        var database = bench.Hold(await OwnDatabase.MakeAsync(bench.Servers, $"list{rows}", typeof(ReferralsProgram).Assembly));
        await Bench.StepAsync($"{Rows(rows)} referrals with {Rows(rows * 4L)} grants and as many list rows", async () =>
        {
            await ReferralRows.LoadForReadingAsync(database, ReferralRows.Invented, rows);
            await database.ExecuteAsync("create index bench_newest on referrals (sent_at desc, referral_id desc)");   // the control's best index
        });
        return bench.Hold(new ListQueries(database));
    }

    private static Caller[] Callers(ReferralRows.Agency agency) => [.. Enumerable.Range(0, agency.Teams.Count * 5).Select(agency.Caller)];

    private static string Rows(long count) => count >= 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.#} M") : string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.#} k");
}
