using System.Collections.Frozen;
using System.Globalization;

namespace Platform.Registrations.Matching;

/// <summary>Short forms and spellings that are read as another word: the file aliases.txt, whose first line carries its version.</summary>
internal static class Aliases
{
    private static readonly (int Version, FrozenDictionary<string, string> Words) Read = ReadFile();

    /// <summary>Raised with every line that changes, and <see cref="MatchWeights.RuleVersion" /> with it.</summary>
    public static int Version => Read.Version;

    public static string Of(string word) => Read.Words.GetValueOrDefault(LatinLetters.Fold(word), word);

    private static (int Version, FrozenDictionary<string, string> Words) ReadFile()
    {
        var lines = MatchingData.Lines("aliases.txt");
        return (int.Parse(lines[0].AsSpan("# version ".Length), CultureInfo.InvariantCulture),
            lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')).ToFrozenDictionary(pair => LatinLetters.Fold(pair[0]), pair => pair[1], StringComparer.Ordinal));
    }
}
