using System.Collections.Frozen;

namespace Platform.Registrations.Matching;

/// <summary>From the words of a name to its tokens: particles and separate articles are dropped, what is one name in two words is joined, short forms are spelt out.</summary>
internal static class NameWords
{
    private static readonly FrozenSet<string> Particles = Set("bin ben ibn ould wuld wald weld walad wad bint mint ag بن ابن بنت ولد ود منت");
    private static readonly FrozenSet<string> Articles = Set("al el il ul as es us ad ed ud ar er ur an en un az ez at et ash esh ech ال");

    public static List<(string Text, NameScript Script)> Of(List<(string Text, NameScript Script)> words)
    {
        var kept = words.FindAll(word => !Particles.Contains(word.Text));
        if (kept.Count == 0)
        {
            kept = words;
        }

        var tokens = new List<(string Text, NameScript Script)>(kept.Count);
        for (var at = 0; at < kept.Count; at++)
        {
            var (word, script) = kept[at];
            var (next, after) = Next(kept, at);
            if (Articles.Contains(word) && after < kept.Count)
            {
                continue;
            }

            if (tokens.Count > 0 && tokens[^1].Script == script && Compounds.IsClosing(word) && tokens[^1].Text.Length > 1)
            {
                tokens[^1] = (tokens[^1].Text + Compounds.Closing(word, script), script);
            }
            else if (next is { } other && other.Script == script && Compounds.Joined(word, other.Text) is { } joined)
            {
                tokens.Add((joined, script));
                at = after;
            }
            else
            {
                tokens.Add((Compounds.Written(Aliases.Of(word)), script));
            }
        }

        return tokens;
    }

    /// <summary>Latin joined el- and al-, Arabic ال: the word with and without it, the likelier first.</summary>
    public static (string Word, string? Otherwise) WithoutArticle(string word, NameScript script)
    {
        if (script == NameScript.Arabic)
        {
            return word.Length >= 5 && word.StartsWith("ال", StringComparison.Ordinal) ? (word[2..], word) : (word, null);
        }

        if (script != NameScript.Latin || word.Length < 5 || word[0] is not ('a' or 'e') || word[1] != 'l')
        {
            return (word, null);
        }

        return word[2] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' ? (word, word[2..]) : word[2] == 'l' ? (word, null) : (word[2..], word);
    }

    /// <summary>A woman's name with the ending that Hausa and Fulani give it, without it: Halimatou, Halima; null where there is none.</summary>
    public static string? WithoutEnding(string word, NameScript script) => script switch
    {
        NameScript.Latin when word.Length >= 6 && (word.EndsWith("atou", StringComparison.Ordinal) || word.EndsWith("atu", StringComparison.Ordinal) || word.EndsWith("ata", StringComparison.Ordinal)) => word[..word.LastIndexOf('t')],
        NameScript.Arabic when word.Length >= 5 && (word.EndsWith("تو", StringComparison.Ordinal) || word.EndsWith("اتا", StringComparison.Ordinal)) => word[..word.LastIndexOf('ت')],
        _ => null,
    };

    private static ((string Text, NameScript Script)? Word, int At) Next(List<(string Text, NameScript Script)> words, int from)
    {
        var at = from + 1;
        while (at < words.Count - 1 && Articles.Contains(words[at].Text))
        {
            at++;
        }

        return (at < words.Count ? words[at] : null, at);
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
