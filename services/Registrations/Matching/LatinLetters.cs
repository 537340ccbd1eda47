using System.Text;

namespace Platform.Registrations.Matching;

/// <summary>Reads a word of Latin letters in the spelling habits of English, French, Italian and Somali clerks.</summary>
internal static class LatinLetters
{
    private const string Vowels = "aeiouyw";

    public static WordReader Read(string word)
    {
        var reader = new WordReader();
        for (var at = 0; at < word.Length;)
        {
            at += IsVowel(word, at) ? ReadVowels(word, at, reader) : ReadConsonant(word, at, reader);
        }

        return reader;
    }

    /// <summary>As spellings of one name have it in common: a doubled consonant says nothing.</summary>
    public static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            if (folded.Length == 0 || folded[^1] != letter || Vowels.Contains(letter, StringComparison.Ordinal))
            {
                folded.Append(letter);
            }
        }

        return folded.ToString();
    }

    private static bool IsVowel(string word, int at) => at < word.Length && Vowels.Contains(word[at], StringComparison.Ordinal);

    private static int ReadVowels(string word, int from, WordReader reader)
    {
        if (from == 0)
        {
            if (word[0] == 'w')
            {
                reader.Consonant("W");
                return 1;
            }

            if (word[0] == 'y' && word.Length > 1 && IsVowel(word, 1))
            {
                reader.Consonant("Y");
                return 1;
            }

            if (word.StartsWith("ou", StringComparison.Ordinal) && IsVowel(word, 2))
            {
                reader.Consonant("W");
                return 2;
            }

            if (word[0] == 'u' && word.Length > 1 && word[1] is 'a' or 'e' or 'i' or 'o')
            {
                reader.Consonant("W");     // Italian: Uoldu, Uarsame
                return 1;
            }
        }

        var (at, mask) = (from, 0);
        for (; IsVowel(word, at); at++)
        {
            mask |= word[at] switch { 'a' => VowelSlots.A, 'e' => VowelSlots.E, 'i' or 'y' => VowelSlots.I, _ => VowelSlots.U };
        }

        var run = word.AsSpan(from, at - from);
        if (run.IndexOf("ee") >= 0)
        {
            mask |= VowelSlots.I | VowelSlots.Strong;
        }
        else if (run.IndexOf("oo") >= 0 || run.IndexOf("uu") >= 0 || (run.Length > 1 && (mask & VowelSlots.I) != 0))
        {
            mask |= VowelSlots.Strong;
        }

        reader.Vowel(mask);
        return run.Length;
    }

    private static int ReadConsonant(string word, int at, WordReader reader)
    {
        var rest = word.AsSpan(at);
        var (sound, length, alternate, kind) = Sound(rest, at == 0);
        if (length == 1 && sound == "H" && rest.Length == 1)
        {
            reader.Consonant("", "H");
        }
        else if (sound.Length > 0 && !reader.Repeats(sound))
        {
            reader.Consonant(sound, alternate, kind);
        }

        return length;
    }

    private static (string Sound, int Length, string? Alternate, SkeletonClass Class) Sound(ReadOnlySpan<char> rest, bool first)
    {
        var next = rest.Length > 1 ? rest[1] : '\0';
        var third = rest.Length > 2 ? rest[2] : '\0';
        (string, int, string?, SkeletonClass) Is(string sound, int length, string? alternate = null, SkeletonClass kind = SkeletonClass.Alternate) => (sound, length, alternate, kind);
        switch (rest[0], next)
        {
            case ('s', 'c') when third == 'h': return Is("X", 3);
            case ('t', 'c') when third == 'h': return Is("X", 3);
            case ('s', 'c') when third is 'e' or 'i': return Is("X", 2, "SK");
            case ('s', 'h'): return !first && Vowels.Contains(third, StringComparison.Ordinal) ? Is("X", 2, "SH") : Is("X", 2);
            case ('c', 'h'): return Is("X", 2, "K");
            case ('k', 'h'): return Is("K", 2, "H");
            case ('g', 'h'): return Is("G", 2);
            case ('d', 'j') or ('d', 'g'): return Is("G", 2);
            case ('p', 'h'): return Is("F", 2);
            case ('t', 'h'): return Is("T", 2, "S");
            case ('d', 'h'): return Is("D", 2, "Z");
            case ('t', 's') or ('t', 'z'): return Is("S", 2);
            case ('c', 'k') or ('c', 'q'): return Is("K", 2);
            case ('q', 'u') when third is 'e' or 'i': return Is("K", 2, "G");
            case ('g', 'u') when third is 'e' or 'i': return Is("G", 2, "K", SkeletonClass.Weak);
            case ('g', 'i') when third is 'a' or 'o' or 'u': return Is("G", 2);
        }

        return rest[0] switch
        {
            'b' or 'p' => Is("B", 1),
            't' => Is("T", 1),
            'j' => Is("G", 1),
            'g' => Is("G", 1, "K", SkeletonClass.Weak),
            'q' => Is("K", 1, "G"),
            'c' => Is(next is 'e' or 'i' or 'y' ? "S" : "K", 1, ""),     // Somali writes ayn so: Cali, Sacid, Jaamac
            'k' => Is("K", 1),
            'h' or 'x' => Is("H", 1),
            'd' => Is("D", 1),
            'z' => Is("Z", 1),
            's' => Is("S", 1),
            'f' or 'v' => Is("F", 1),
            'l' => Is("L", 1),
            'm' => Is("M", 1),
            'n' => Is("N", 1),
            'r' => Is("R", 1),
            _ => Is("", 1),
        };
    }
}
