namespace Platform.Tests.Matching;

/// <summary>Slips of the pen, and how a clerk of another language writes what is heard.</summary>
internal static class Typing
{
    private const string LatinLetters = "abcdefghijklmnopqrstuvwxyz";
    private const string ArabicLetters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

    private static readonly (string From, string To)[] French = [("sh", "ch"), ("oo", "ou"), ("u", "ou"), ("j", "dj"), ("w", "ou"), ("ee", "i")];
    private static readonly (string From, string To)[] Italian = [("sh", "sc"), ("ka", "ca"), ("ko", "co"), ("ge", "ghe"), ("gi", "ghi"), ("ja", "gia"), ("ju", "giu"), ("w", "u"), ("ou", "u"), ("h", "")];
    private static readonly (string From, string To)[] English = [("ou", "oo"), ("dj", "j"), ("ch", "sh"), ("i", "ee"), ("q", "k")];

    /// <summary>One letter put in, left out, exchanged, or two turned round.</summary>
    public static string Mistyped(Dice dice, string word, bool arabic)
    {
        if (word.Length < 3)
        {
            return word;
        }

        var letters = arabic ? ArabicLetters : LatinLetters;
        var at = dice.Between(1, word.Length - 1);
        var other = letters[dice.Below(letters.Length)];
        return dice.Below(4) switch
        {
            0 => word.Insert(at, other.ToString()),
            1 => word.Remove(at, 1),
            2 => word[..at] + other + word[(at + 1)..],
            _ when at < word.Length - 1 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            _ => word.Remove(at, 1),
        };
    }

    public static string WithoutVowel(Dice dice, string word)
    {
        var places = Enumerable.Range(1, Math.Max(0, word.Length - 1)).Where(at => "aeiouyاوي".Contains(word[at], StringComparison.Ordinal)).ToList();
        return places.Count == 0 ? word : word.Remove(dice.One(places), 1);
    }

    public static string ByHabit(string word, SpellingHabit habit)
    {
        foreach (var (from, to) in habit switch { SpellingHabit.French => French, SpellingHabit.Italian => Italian, _ => English })
        {
            var at = word.IndexOf(from, 1, StringComparison.Ordinal);
            if (at > 0 && !(from.Length == 1 && "aeiou".Contains(word[at - 1], StringComparison.Ordinal)))
            {
                return word[..at] + to + word[(at + from.Length)..];     // one habit a word
            }
        }

        return word;
    }
}
