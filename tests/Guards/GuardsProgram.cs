using System.IO.MemoryMappedFiles;
using System.Text;
using Platform.Guards.Tests;

// In the copy of the tree: runs tests by name, each with one guard removed, and says of each what it noticed; then each by itself, for what is
// noticed without any guard removed proves nothing. A line in: guard, test; a line out: guard, test, milliseconds, what it said. "first" is content
// with one test that notices.
if (args is not [var jobs, var results, var first]) return 2;

using var memory = MemoryMappedFile.CreateFromFile(Environment.GetEnvironmentVariable("PLATFORM_REMOVED")!, FileMode.Open).CreateViewAccessor();
var noticed = new HashSet<string>();
await using var said = new StreamWriter(results) { AutoFlush = true };
foreach (var one in File.ReadLines(jobs).Select(line => line.Split('\t')).GroupBy(job => job[1], job => job[0]).ToList())
{
    var test = NamedTest.Find(one.Key);
    foreach (var guard in one.Except(first == "first" ? noticed : []).ToList() is { Count: > 0 } left ? left.Append("") : [])
    {
        var bytes = Encoding.UTF8.GetBytes(guard);
        memory.Write(0, 0);
        memory.WriteArray(4, bytes, 0, bytes.Length);
        memory.Write(0, bytes.Length);
        var started = Environment.TickCount64;
        var failure = test is null ? "There is no such test." : await test.FailsAsync();
        if (failure is not null) noticed.Add(guard);
        await said.WriteLineAsync($"{guard}\t{one.Key}\t{Environment.TickCount64 - started}\t{failure?.Replace('\t', ' ')}");
    }
}

Environment.Exit(0);   // what the tests share ends with the process
return 0;
