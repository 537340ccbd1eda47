using System.IO.MemoryMappedFiles;
using System.Text;
using Platform.Guards.Tests;

// In the copy of the tree: runs tests by name, each with one guard removed, and says of each what it noticed; and each by itself, for what fails
// without any guard removed proves nothing. A line in: guard, test, and "afresh" where it leaves its fixtures in such a state that it cannot be run
// again; a line out: guard, test, milliseconds, what it said. "first" looks for one test that notices.
if (args is not [var jobs, var results, var how]) return 2;

using var memory = MemoryMappedFile.CreateFromFile(Environment.GetEnvironmentVariable("PLATFORM_REMOVED")!, FileMode.Open).CreateViewAccessor();
await using var said = new StreamWriter(results) { AutoFlush = true };
await using var administrator = new Npgsql.NpgsqlConnection(Environment.GetEnvironmentVariable("TEST_POSTGRES"));
await administrator.OpenAsync();
var (noticed, inDatabase) = (new HashSet<string>(), false);
foreach (var one in File.ReadLines(jobs).Select(line => line.Split('\t')).GroupBy(job => (Test: job[1], Afresh: job[2]), job => job[0]).ToList())
{
    if (how == "first") await FirstAsync(one.Key.Test, [.. one.Except(noticed)]);
    else foreach (var guard in one.Append("")) await PassesAsync(one.Key.Test, guard, one.Key.Afresh.Length > 0);
}

await RemovedInDatabases.SetAsync(administrator, "");
Environment.Exit(0);   // what the tests share ends with the process
return 0;

async Task FirstAsync(string test, List<string> guards)
{
    if (guards.Count == 0 || !(await PassesAsync(test, "") || await PassesAsync(test, "", afresh: true))) return;

    var afresh = NamedTest.Find(test)!.HasFixture && !await PassesAsync(test, "");
    foreach (var guard in guards)
    {
        if (await PassesAsync(test, guard, afresh)) continue;

        if (!await PassesAsync(test, "", afresh))
        {
            afresh = true;
            if (!await PassesAsync(test, "", afresh)) return;   // the platform they share is not what it was
        }

        noticed.Add(guard);
        await said.WriteLineAsync($"{guard}\t{test}\t0\tnoticed{(afresh ? " afresh" : "")}");
    }
}

async Task<bool> PassesAsync(string test, string guard, bool afresh = false)
{
    var bytes = Encoding.UTF8.GetBytes(guard);
    memory.Write(0, 0);
    if (afresh) await NamedTest.ForgetAsync();
    memory.WriteArray(4, bytes, 0, bytes.Length);
    memory.Write(0, bytes.Length);
    var isFunctions = guard.StartsWith(FunctionGuards.Prefix, StringComparison.Ordinal);
    if (isFunctions || inDatabase) await RemovedInDatabases.SetAsync(administrator, guard);
    inDatabase = isFunctions;
    var started = Environment.TickCount64;
    var failure = NamedTest.Find(test) is { } found ? await found.FailsAsync() : "There is no such test.";
    if (how != "first" || failure is null) await said.WriteLineAsync($"{guard}\t{test}\t{Environment.TickCount64 - started}\t{failure?.Replace('\t', ' ')}");
    return failure is null;
}
