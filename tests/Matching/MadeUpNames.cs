namespace Platform.Tests.Matching;

/// <summary>Names that nobody bears, made of three consonants in the shapes of Arabic names.</summary>
internal static class MadeUpNames
{
    private static readonly (string Arabic, string[] Latin)[] Consonants =
    [
        ("ب", ["b"]), ("ت", ["t"]), ("ث", ["th", "s"]), ("ج", ["j", "g", "dj"]), ("ح", ["h"]), ("خ", ["kh"]), ("د", ["d"]), ("ذ", ["dh", "z"]), ("ر", ["r"]), ("ز", ["z"]),
        ("س", ["s"]), ("ش", ["sh", "ch"]), ("ص", ["s"]), ("ض", ["d", "dh"]), ("ط", ["t"]), ("غ", ["gh", "g"]), ("ف", ["f"]), ("ق", ["q", "g", "k"]), ("ك", ["k"]), ("ل", ["l"]),
        ("م", ["m"]), ("ن", ["n"]), ("ه", ["h"]), ("و", ["w"]), ("ي", ["y"]),
    ];

    // 1, 2, 3: the consonants; a, i, u: short vowels; A, I, U: long ones
    private static readonly string[] Shapes = ["1A2i3", "1a2I3", "1a2U3", "1a22A3", "1u2ay3", "1a2a3", "1i2A3", "1a23An", "mu1a23i3", "1A2i3a", "1a2I3a", "1a23I"];

    public static IReadOnlyList<NameEntry> All(int count)
    {
        var dice = new Dice(20_260_101);
        var (entries, seen) = (new List<NameEntry>(), new HashSet<string>());
        while (entries.Count < count)
        {
            var (one, two, three) = (dice.Below(23), dice.Below(23), dice.Below(23));     // waw and ya would be taken for vowels
            var shape = dice.One(Shapes);
            if (one == two || two == three || Consonants[one].Arabic == "ه" || Consonants[three].Arabic == "ه")
            {
                continue;
            }

            var arabic = Arabic(shape, one, two, three);
            if (!seen.Add(arabic))
            {
                continue;
            }

            string[] latin = [.. Enumerable.Range(0, 6).Select(number => Latin(shape, one, two, three, number == 0 ? null : dice)).Distinct()];
            var sex = shape.EndsWith('a') ? 'f' : shape.EndsWith('I') ? '-' : 'm';
            entries.Add(new NameEntry(Lexicon.Tail, sex, 1.0 / (entries.Count + 20), [arabic], latin, entries.Count % 5 == 4));
        }

        return entries;
    }

    private static string Arabic(string shape, int one, int two, int three) => string.Concat(shape.Replace("22", "2", StringComparison.Ordinal).Select((part, at) => part switch
    {
        '1' => Consonants[one].Arabic,
        '2' => Consonants[two].Arabic,
        '3' => Consonants[three].Arabic,
        'A' => "ا",
        'I' or 'y' => "ي",
        'U' => "و",
        'm' => "م",
        'n' => "ن",
        'a' when at == shape.Replace("22", "2", StringComparison.Ordinal).Length - 1 => "ة",
        _ => "",
    }));

    private static string Latin(string shape, int one, int two, int three, Dice? dice)
    {
        string Any(params string[] ways) => dice is null ? ways[0] : dice.One(ways);
        var (first, second, third) = (Any(Consonants[one].Latin), Any(Consonants[two].Latin), Any(Consonants[three].Latin));
        var written = string.Concat(shape.Select(part => part switch
        {
            '1' => first,
            '2' => second,
            '3' => third,
            'A' => "a",
            'I' => Any("i", "ee", "i"),
            'U' => Any("u", "ou", "oo"),
            'i' => Any("i", "e"),
            'u' => Any("u", "o"),
            'y' => Any("i", "y"),
            _ => part.ToString(),
        }));
        return char.ToUpperInvariant(written[0]) + written[1..];
    }
}
