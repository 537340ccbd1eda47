using System.Security.Cryptography;
using System.Text;

namespace Platform.Guards.Tests;

/// <summary>
/// What was proved before, in proved.tsv: of each guard, a digest of its file, of the test's that noticed that it was gone, of what stands beside that
/// test and of what removes guards. Where any of it has changed, the guard is tried again. Not in it: everything else that the test runs through.
/// </summary>
public sealed class Proofs
{
    private const string Kept = "tests/Guards/proved.tsv";

    private readonly DirectoryInfo root;
    private readonly Dictionary<string, string> texts;
    private readonly Dictionary<string, string> before;
    private readonly string tools;

    /// <summary>The tree as it is now: what changes while guards are tried is not taken for proved.</summary>
    public Proofs(DirectoryInfo root, IEnumerable<string> product)
    {
        this.root = root;
        texts = product.Append("tests").SelectMany(part => Directory.EnumerateFiles(Path.Combine(root.FullName, part), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".sql" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(root.FullName, file), File.ReadAllText);
        tools = Digest(Beside("tests/Guards/GuardsTests.cs"));
        var kept = Path.Combine(root.FullName, Kept);
        before = !File.Exists(kept) ? [] : File.ReadLines(kept).Skip(1).Select(line => line.Split('\t')).ToDictionary(line => line[0], line => line[1]);
    }

    /// <summary>Whether it was proved, and nothing that the proof is of has changed.</summary>
    public bool Stands(Guard guard, string test, string afresh) => Of(guard, test, afresh) is { } now && before.GetValueOrDefault(guard.Name) == now;

    /// <summary>Writes down what stands now, of those that there are: no more than what stood before and what was noticed.</summary>
    /// <param name="all">Every guard there is, with the test that is named for it.</param>
    /// <param name="noticed">The names of those that were tried now, and noticed.</param>
    public async Task KeepAsync(IEnumerable<(Guard Guard, string Test, string Afresh)> all, IReadOnlySet<string> noticed)
    {
        var lines = all.Select(one => (one.Guard.Name, Proof: noticed.Contains(one.Guard.Name) ? Of(one.Guard, one.Test, one.Afresh) : before.GetValueOrDefault(one.Guard.Name)))
            .Where(one => one.Proof is not null).Select(one => $"{one.Name}\t{one.Proof}").Prepend("guard\tproof");
        var text = string.Concat(lines.Select(line => line + "\n"));
        var kept = Path.Combine(root.FullName, Kept);
        if (!File.Exists(kept) || await File.ReadAllTextAsync(kept) != text) await File.WriteAllTextAsync(kept, text);
    }

    /// <summary>Null where the test's file is not to be found.</summary>
    private string? Of(Guard guard, string test, string afresh)
    {
        var name = test.Split('(')[0].Split('.');   // Platform.Referrals.Tests.Directory.KeepServiceTests.A_sentence
        var file = texts.Keys.SingleOrDefault(file => Path.GetFileName(file) == $"{name[^2]}.cs" && (file.StartsWith($"tests/{name[1]}.Tests/", StringComparison.Ordinal) || file.StartsWith($"tests/{name[1]}/", StringComparison.Ordinal)));
        return file is null ? null : Digest([guard.Name, test, afresh, tools, texts[guard.File], texts[file], .. Beside(file)]);
    }

    /// <summary>What stands in the folder of a test and is no test.</summary>
    private IEnumerable<string> Beside(string test) =>
        texts.Where(text => Path.GetDirectoryName(text.Key) == Path.GetDirectoryName(test) && !text.Key.EndsWith("Tests.cs", StringComparison.Ordinal)).OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Value);

    private static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts.Select(part => part.ReplaceLineEndings("\n"))))))[..16];
}
