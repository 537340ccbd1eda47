using System.Text.RegularExpressions;

namespace Platform.Guards.Tests;

/// <content>In the databases.</content>
public sealed partial class Switched
{
    /// <summary>Every service's own functions and those of the shared room.</summary>
    private static async Task<IReadOnlyList<Guard>> PutInFunctionsAsync(string folder)
    {
        var code = Product.SelectMany(part => Directory.EnumerateFiles(Path.Combine(folder, part), "*.cs", SearchOption.AllDirectories)).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);
        var tests = Directory.EnumerateFiles(Path.Combine(folder, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);
        var (guards, bodies) = (new List<(Guard Guard, string Function)>(), new Dictionary<string, string>());
        foreach (var service in (string[])["services/Access", "services/Referrals", "services/Registrations", "identity"])
        {
            var (found, its, switched) = FunctionGuards.In(
                Path.GetFileName(service).ToLowerInvariant(), Directory.EnumerateFiles(Path.Combine(folder, service, "Migrations"), "*.sql").ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText));
            guards.AddRange(found);
            foreach (var (name, body) in its) bodies[name] = body;
            foreach (var (file, text) in switched) await File.WriteAllTextAsync(Path.Combine(folder, file), text);
        }

        return [.. guards.Select(one => one.Guard with { Callers = [.. CallersOf(one.Function, []).Distinct()] })];

        // tests that call it themselves, or the use cases that do, or what calls the functions that do
        IReadOnlyList<string> CallersOf(string function, HashSet<string> asked)
        {
            var direct = Calling(tests, function);
            if (direct.Count > 0 || !asked.Add(function)) return direct;

            return Calling(code, function) is { Count: > 0 } useCases ? useCases : [.. Calling(bodies, function).SelectMany(caller => CallersOf(caller, asked))];
        }

        static IReadOnlyList<string> Calling(Dictionary<string, string> texts, string function) =>
            [.. texts.OrderByDescending(text => text.Key.Contains("Functions", StringComparison.Ordinal)).Where(text => Regex.IsMatch(text.Value, $@"(?<![\w.]){Regex.Escape(function)}\(")).Select(text => text.Key)];
    }
}
