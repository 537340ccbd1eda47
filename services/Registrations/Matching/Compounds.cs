using System.Collections.Frozen;

namespace Platform.Registrations.Matching;

/// <summary>Names of two words that are one: the servant of God by any of his names, the light of the faith, the father of somebody, and such of Ge'ez.</summary>
internal static class Compounds
{
    private static readonly FrozenSet<string> Servants = Set("abd abed abdel abdul abdal abdil abdoul abdool abdur abder abdar abdus abdes abdas abdun abden abdan abdud abded abdush عبد");
    private static readonly FrozenSet<string> ShortServants = Set("abdou abdu abdi abdo");
    private static readonly FrozenSet<string> Epithets = Set("rahman rahmane rahim salam salem aziz karim kader kadir qadir gadir razak razaq razack wahid malik latif nasser nasir majid hamid jabar ghani hakim halim wahab samad basit raouf rauf moumouni hadi");
    private static readonly FrozenSet<string> Parents = Set("abu abou aboo abo umm um oum ابو ام");
    private static readonly FrozenSet<string> God = Set("allah alla allahi lahi ullah ulla ellah ilah illah laye alah الله اللة لله الاله");
    private static readonly FrozenSet<string> Faith = Set("din deen dine addin adin aldin aldeen eddin eddine edine eldin eldeen eldine uddin udin aldine uddine الدين دين");

    // Ge'ez names of two words, written as one by half of the clerks
    private static readonly FrozenSet<string> GeezFirst = Set("gebre ghebre gebra ghebra welde wolde haile hayle tesfa tekle kidane habte kibre amde lete");
    private static readonly FrozenSet<string> GeezSecond = Set("mariam maryam mariyam medhin medhn meskel selassie selasie sillasie michael mikael mikiel giorgis ghiorghis hiwet egziabher yesus kristos christos tsadik tsadkan ab");

    /// <summary>Parted from the name, as the d is no part of what it would be read as with the next letter.</summary>
    private const string Servant = "abd-";

    private const string ServantOfGod = "abd-alah";

    public static bool IsClosing(string word) => Faith.Contains(word) || God.Contains(word);

    public static string Closing(string word, NameScript script) => (Faith.Contains(word), script) switch
    {
        (true, NameScript.Arabic) => "دين",
        (true, _) => "din",
        (false, NameScript.Arabic) => "له",
        _ => "allah",
    };

    public static string? Joined(string word, string next)
    {
        if (Servants.Contains(word) || (ShortServants.Contains(word) && (Epithets.Contains(LatinLetters.Fold(next)) || God.Contains(next))))
        {
            return word == "عبد"
                ? God.Contains(next) ? "عبدله" : "عبد" + Bare(next, NameScript.Arabic)
                : God.Contains(next) ? ServantOfGod : Servant + Bare(next, NameScript.Latin);
        }

        if (Parents.Contains(word))
        {
            return word + Bare(next, word[0] is >= 'a' and <= 'z' ? NameScript.Latin : NameScript.Arabic);
        }

        return GeezFirst.Contains(word) && GeezSecond.Contains(next) ? word + next : null;
    }

    // behind such a word an article is certain
    private static string Bare(string word, NameScript script) =>
        NameWords.WithoutArticle(word, script) is var (one, other) && other is not null && other.Length < one.Length ? other : NameWords.WithoutArticle(word, script).Word;

    /// <summary>A compound that was written as one word, with the article inside taken out: Abdelrahman and Abdurrahman are one.</summary>
    public static string Written(string word)
    {
        if (word.StartsWith("cabd", StringComparison.Ordinal))
        {
            word = word[1..];   // Somali writes ayn as c
        }

        if (word.StartsWith("abd", StringComparison.Ordinal))
        {
            word = AfterServant(word);
        }
        else if (word.StartsWith("عبدال", StringComparison.Ordinal) && word.Length > 6)
        {
            word = word[5..] is "له" or "لة" or "اله" or "لاه" ? "عبدله" : "عبد" + word[5..];
        }
        else if (word.Length > 6 && word.EndsWith("الله", StringComparison.Ordinal))
        {
            word = word[..^4] + "له";
        }

        if (word.Length > 6 && word.EndsWith("الدين", StringComparison.Ordinal))
        {
            word = word[..^5] + "دين";
        }

        foreach (var faith in (ReadOnlySpan<string>)["ldin", "ldeen", "ldine"])
        {
            if (word.Length > faith.Length + 3 && word.EndsWith(faith, StringComparison.Ordinal) && word[^(faith.Length + 1)] is 'a' or 'e' or 'u' or 'i')
            {
                return word[..^faith.Length] + "din";
            }
        }

        return word;
    }

    // the vowel before the name is the article's, or the case's: it says nothing
    private static string AfterServant(string word)
    {
        var at = 3;
        while (at < word.Length && word[at] is 'a' or 'e' or 'i' or 'o' or 'u')
        {
            at++;
        }

        if (at + 1 >= word.Length)
        {
            return word;
        }

        var rest = word.AsSpan(at);
        if (at > 3 && rest[0] == 'l')
        {
            rest = rest.TrimStart('l');
            if (rest is "a" or "ah" or "aa" or "aah" or "ahi" or "aahi" or "ahy" or "ai" or "ay" or "aye" or "e" or "eh")
            {
                return ServantOfGod;
            }
        }

        return rest.Length > 2 ? string.Concat(Servant, LatinLetters.Fold(rest.ToString())) : word;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
