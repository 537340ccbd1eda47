using System.Text.RegularExpressions;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>
/// What is not recorded of anybody, whoever asks for it: ethnicity, religion, sexual orientation, political opinion. The words by which a form would ask for it are a first wall;
/// the second person who approves a form is the other.
/// </summary>
internal static partial class ForbiddenSubject
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "ethnic", "ethnicity", "tribe", "tribal", "clan", "race", "racial", "religion", "religious", "faith", "sect", "denomination", "gay", "lesbian", "bisexual", "homosexual", "homosexuality", "lgbt", "lgbti", "lgbtq",
        "ethnie", "ethnique", "ethnicite", "tribu", "tribale", "religieuse", "religieux", "confession", "croyance", "secte", "homosexuel", "homosexuelle", "homosexualite", "lesbienne",
        "عرق", "عرقية", "عرقي", "اثنية", "اثني", "قبيلة", "قبلية", "عشيرة", "دين", "ديانة", "ديني", "دينية", "مذهب", "طائفة", "عقيدة", "مثلي", "مثلية",
    };

    // two words that together ask what neither asks alone
    private static readonly (string One, string Other)[] Pairs =
    [
        ("sexual", "orientation"), ("orientation", "sexuelle"), ("political", "opinion"), ("political", "party"), ("political", "affiliation"), ("opinion", "politique"), ("parti", "politique"), ("appartenance", "politique"),
        ("ميل", "جنسي"), ("ميول", "جنسية"), ("توجه", "جنسي"), ("راي", "سياسي"), ("انتماء", "سياسي"), ("حزب", "سياسي"),
    ];

    /// <summary>Whether a text asks for it.</summary>
    public static bool IsIn(string? text)
    {
        if (text is null || !FieldRules.IsPlain(text))   // what cannot be read is refused as that
        {
            return false;
        }

        var words = Word().Matches(Plain(text)).Select(word => word.Value).SelectMany(word => (string[])[word, WithoutArticle(word)]).ToHashSet(StringComparer.Ordinal);
        return words.Overlaps(Words) || Pairs.Any(pair => words.Contains(pair.One) && words.Contains(pair.Other));
    }

    /// <summary>Why a form is refused over it.</summary>
    public static string Refused() => Texts.In(
        "Ethnicity, religion, sexual orientation and political opinion are not recorded.", "لا يُسجَّل العرق ولا الدين ولا الميل الجنسي ولا الرأي السياسي.", "L'appartenance ethnique, la religion, l'orientation sexuelle et l'opinion politique ne sont pas enregistrées.");

    // without accents and marks, alef in one form
    private static string Plain(string text) => Mark().Replace(text.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD), "").Replace('أ', 'ا').Replace('إ', 'ا').Replace('آ', 'ا');

    private static string WithoutArticle(string word) => word.StartsWith("ال", StringComparison.Ordinal) ? word[2..] : word.StartsWith("وال", StringComparison.Ordinal) ? word[3..] : word;

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{M}|ـ")]
    private static partial Regex Mark();
}
