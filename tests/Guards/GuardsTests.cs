using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Tests.Running;
using Xunit.Abstractions;

namespace Platform.Guards.Tests;

/// <summary>
/// Nobody notices a guard that is gone, unless a test does: each guard of the code is removed in turn, and the test that killers.tsv names for it fails.
/// Tried are those of which that was not proved before as they stand now, and some of the others by chance (GUARDS_SEED tries the same again); with
/// GUARDS=all or --deep all of them, with any other GUARDS those whose name matches it.
/// </summary>
public sealed partial class GuardsTests(ITestOutputHelper output)
{
    private const int ByChance = 24;   // of those that were proved: each is tried again once in some twenty-five runs

    [Fact]
    public async Task Without_any_one_guard_the_test_named_for_it_fails()
    {
        var proofs = new Proofs(SourceTree.Root, Switched.Product);
        await using var switched = await Switched.MakeAsync();
        var killers = File.ReadLines(Path.Combine(switched.Folder, "tests/Guards/killers.tsv")).Skip(1).Select(line => line.Split('\t')).ToDictionary(line => line[0], line => (Test: line[1], Afresh: line.ElementAtOrDefault(2) ?? ""));
        var deep = Environment.GetEnvironmentVariable("TEST_DEEP") is { Length: > 0 };
        var asked = Environment.GetEnvironmentVariable("GUARDS") ?? "";
        var only = new Regex(asked == "all" ? "" : asked);
        var named = switched.Guards.Where(guard => killers.ContainsKey(guard.Name)).Select(guard => (Guard: guard, killers[guard.Name].Test, killers[guard.Name].Afresh)).ToList();
        var proved = deep || asked.Length > 0 ? [] : named.Where(one => proofs.Stands(one.Guard, one.Test, one.Afresh)).Select(one => one.Guard).ToArray();
        var seed = int.TryParse(Environment.GetEnvironmentVariable("GUARDS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var again) ? again : Random.Shared.Next(1_000_000);
        new Random(seed).Shuffle(proved);
        var guards = switched.Guards.Where(guard => only.IsMatch(guard.Name)).Except(proved.Skip(ByChance)).ToList();
        var names = guards.Select(guard => guard.Name).ToList();
        Assert.Equal(names.Distinct(), names);

        var results = await RunAsync(switched, [.. names.Where(killers.ContainsKey).Select(name => (name, killers[name].Test, killers[name].Afresh))], first: false);
        var unnamed = await RunAsync(switched, [.. guards.Where(guard => deep || !killers.ContainsKey(guard.Name)).SelectMany(guard => Near(guard, deep), (guard, test) => (guard.Name, test, ""))], first: !deep);
        var alone = results.Concat(unnamed).Where(result => result is { Guard: "", Said.Length: > 0 }).Select(result => result.Test).ToHashSet();
        var noticed = results.Concat(unnamed.Where(result => !alone.Contains(result.Test))).Where(result => result is { Guard.Length: > 0, Said.Length: > 0 }).ToList();
        foreach (var (guard, test, said) in noticed) output.WriteLine($"list: {guard}\t{test}\t{said}");
        output.WriteLine($"report: {names.Count} guards of {switched.Guards.Count}, each removed in turn; {noticed.DistinctBy(result => result.Guard).Count()} were noticed");
        if (proved.Length > 0) output.WriteLine($"report: the others were proved before and have not changed; {Math.Min(ByChance, proved.Length)} of {proved.Length} such were tried by chance: GUARDS_SEED={seed}");
        await proofs.KeepAsync(named, results.Where(result => result is { Guard.Length: > 0, Said.Length: > 0 } && !alone.Contains(result.Test)).Select(result => result.Guard).ToHashSet());

        List<string> wrong =
        [
            .. results.Where(result => result is { Guard: "", Said.Length: > 0 }).Select(result => $"{result.Test} fails by itself: {result.Said}"),
            .. names.Except(noticed.Select(result => result.Guard)).Select(name => $"{name}: {(killers.TryGetValue(name, out var killer) ? killer.Test : "nothing near")} does not notice that it is gone"),
            .. names.Except(killers.Keys).Select(name => $"killers.tsv lacks: {name}\t{noticed.FirstOrDefault(result => result.Guard == name)?.Test}"),
            .. killers.Keys.Except(switched.Guards.Select(guard => guard.Name)).Select(name => $"in killers.tsv, and nowhere in the code: {name}"),
        ];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IReadOnlyList<string> Near(Guard guard, bool all) => [.. guard.Callers.SelectMany(caller => Near(caller, all)).Distinct()];

    /// <summary>The tests of the use case where it has some, and of its whole folder where it has none or all are asked for; whose names have its words before others.</summary>
    private static IEnumerable<string> Near(string file, bool all)
    {
        var (folder, useCase) = (Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileNameWithoutExtension(file));
        var words = Word().Matches(useCase).Select(word => word.Value[..Math.Min(word.Length, 6)]).ToList();
        var own = NamedTest.All.Where(test => test.Class == $"{useCase}Tests" || test.Class == useCase).ToList();
        return (own.Count > 0 && !all ? own : NamedTest.All.Where(test => own.Contains(test) || test.Namespace.EndsWith($".{folder}", StringComparison.Ordinal)))
            .OrderByDescending(test => (own.Contains(test) ? 10 : 0) + words.Count(word => test.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(test => test.Name);
    }

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();

    private static async Task<IReadOnlyList<Result>> RunAsync(Switched switched, IReadOnlyList<(string Guard, string Test, string Afresh)> jobs, bool first)
    {
        if (jobs.Count == 0) return [];

        var (given, answered, removed) = (Path.Combine(switched.Folder, "jobs.tsv"), Path.Combine(switched.Folder, first ? "unnamed.tsv" : "named.tsv"), Path.Combine(switched.Folder, "removed"));
        await File.WriteAllLinesAsync(given, jobs.Select(job => $"{job.Guard}\t{job.Test}\t{job.Afresh}"));
        await File.WriteAllBytesAsync(removed, new byte[4096]);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(switched.Folder, "tests/Guards/bin/Release/net10.0/Platform.Guards.Tests.dll"), given, answered, first ? "first" : "all"]) { RedirectStandardError = true };
        start.Environment["PLATFORM_REMOVED"] = removed;
        using var runner = Process.Start(start)!;
        var error = await runner.StandardError.ReadToEndAsync();
        await runner.WaitForExitAsync();
        Assert.True(runner.ExitCode == 0, error);
        return [.. File.ReadLines(answered).Select(line => line.Split('\t')).Select(line => new Result(line[0], line[1], line[3]))];
    }

    private sealed record Result(string Guard, string Test, string Said);
}
