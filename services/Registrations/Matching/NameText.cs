using System.Globalization;
using System.Text;

namespace Platform.Registrations.Matching;

/// <summary>The words of a name as it was typed, each of one script, lower-case, without accents, harakat, tatweel and apostrophes.</summary>
internal static class NameText
{
    /// <summary>More words than any name has; the rest is not looked at.</summary>
    private const int MostWords = 24;

    /// <summary>Longest word; a longer one is cut.</summary>
    private const int MostLetters = 40;

    public static List<(string Text, NameScript Script)> Words(string? name)
    {
        var words = new List<(string Text, NameScript Script)>();
        var word = new StringBuilder();
        var (script, isSpelt) = (NameScript.Other, false);
        foreach (var rune in Decomposed(name ?? "").EnumerateRunes())
        {
            if (IsSilent(rune))
            {
                continue;
            }

            if (Spelled(rune) is not { } letter)
            {
                End();
                continue;
            }

            var its = ScriptOf(rune);
            if (word.Length > 0 && its != script)
            {
                End();
            }

            script = its;
            isSpelt |= Rune.IsLetter(rune);
            word.Append(letter);
        }

        End();
        return words;

        void End()
        {
            if (isSpelt && word.Length > 0 && words.Count < MostWords)
            {
                words.Add((word.ToString(0, Math.Min(word.Length, MostLetters)), script));
            }

            word.Clear();
            isSpelt = false;
        }
    }

    // letters whose accent is a consonant of its own would lose it
    private static string Decomposed(string name)
    {
        var lower = name.ToLowerInvariant().Replace('ç', 's').Replace('ı', 'i').Replace("ş", "sh", StringComparison.Ordinal).Replace("š", "sh", StringComparison.Ordinal)
            .Replace("ß", "ss", StringComparison.Ordinal).Replace('ø', 'o').Replace("æ", "ae", StringComparison.Ordinal);
        try
        {
            return lower.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return string.Concat(lower.Where(character => !char.IsSurrogate(character))).Normalize(NormalizationForm.FormKD);   // half a surrogate pair is no character
        }
    }

    // marks above and below, direction marks, tatweel, every kind of apostrophe and the signs for ayn and hamza
    private static bool IsSilent(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark
        || rune.Value is 'ـ' or '\'' or '’' or '‘' or '`' or '´' or 'ʼ' or 'ʻ' or 'ʿ' or 'ʾ' or 'ʽ' or 'ʹ' or 'ˈ' or '′' or '＇';

    private static string? Spelled(Rune rune) => rune.Value switch
    {
        'ی' or 'ى' or 'ے' => "ي",
        'ک' or 'ڪ' => "ك",
        'ہ' or 'ھ' or 'ە' => "ه",
        'ٱ' => "ا",
        '7' => "h",       // letters of chat Arabic; the other digits are sounds that no spelling shares, or no part of a name
        '5' => "kh",
        '3' or '2' => "",
        _ => Rune.IsLetter(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.ModifierLetter ? rune.ToString() : null,
    };

    private static NameScript ScriptOf(Rune rune) => rune.Value switch
    {
        >= 'a' and <= 'z' or >= '0' and <= '9' => NameScript.Latin,
        >= 0x0600 and <= 0x06ff or >= 0x0750 and <= 0x077f or >= 0x08a0 and <= 0x08ff => NameScript.Arabic,
        >= 0x00c0 and <= 0x024f => NameScript.Latin,
        _ => NameScript.Other,
    };
}
