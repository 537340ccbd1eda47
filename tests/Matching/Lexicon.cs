using System.Globalization;

namespace Platform.Tests.Matching;

/// <summary>A name and how it is spelt. Sex is m, f, or - for a family name.</summary>
public sealed record NameEntry(string Group, char Sex, double Weight, IReadOnlyList<string> Arabic, IReadOnlyList<string> Latin, bool IsHeldOut);

/// <summary>The entries of Data/lexicon.txt, with made-up names behind them, so that not everything is common.</summary>
public static class Lexicon
{
    /// <summary>The group of made-up names.</summary>
    public const string Tail = "TAIL";

    /// <summary>Every fifth entry of the file.</summary>
    private const int HeldOutOf = 5;

    public static IReadOnlyList<NameEntry> Entries { get; } = [.. Lines().Select(Read)];

    /// <summary>900 made-up names of three consonants, a few common and most rare (Zipf).</summary>
    public static IReadOnlyList<NameEntry> MadeUp { get; } = MadeUpNames.All(900);

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("Platform.Tests.Matching.Data.lexicon.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }

    private static NameEntry Read(string line, int at)
    {
        var parts = line.Split(';');
        return new NameEntry(parts[0], parts[1][0], double.Parse(parts[2], CultureInfo.InvariantCulture), parts[3].Split('|'), parts[4].Split('|'), at % HeldOutOf == HeldOutOf - 1);
    }
}
