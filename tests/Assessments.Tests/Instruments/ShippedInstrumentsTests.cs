using System.Text.RegularExpressions;
using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>What holds for every instrument that is shipped.</summary>
public sealed partial class ShippedInstrumentsTests
{
    private static readonly HashSet<string> Forbidden = new(StringComparer.Ordinal)
    {
        "ethnic", "ethnicity", "tribe", "tribal", "clan", "race", "racial", "religion", "religious", "faith", "sect", "gay", "lesbian", "bisexual", "homosexual", "homosexuality", "lgbt", "lgbti", "transgender", "sogi",
        "political", "politics", "party", "orientation",
        "ethnie", "ethnique", "tribu", "tribale", "religieuse", "religieux", "croyance", "secte", "homosexuel", "homosexuelle", "lesbienne", "politique", "politiques",
        "عرق", "عرقية", "عرقي", "اثنية", "اثني", "قبيلة", "قبلية", "عشيرة", "دين", "ديانة", "ديني", "دينية", "مذهب", "طائفة", "عقيدة", "مثلي", "مثلية", "سياسي", "سياسية",
    };

    public static TheoryData<string> Files => [.. InstrumentCatalogue.ShippedFiles()];

    public static TheoryData<string, int> Instruments
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var instrument in InstrumentCatalogue.Shipped.All)
            {
                all.Add(instrument.Code, instrument.Version);
            }

            return all;
        }
    }

    [Fact]
    public void All_of_them_are_there() => Assert.Equal(
        [
            "best-interests-assessment", "best-interests-determination", "child-protection", "context-community", "context-structural", "detention-screening", "fit-to-travel", "gbv-incident",
            "rapid-screening", "trafficking-screening", "vulnerability-household", "vulnerability-individual",
        ],
        InstrumentCatalogue.Shipped.Newest.Select(instrument => instrument.Code));

    [Theory]
    [MemberData(nameof(Instruments))]
    public void It_asks_ten_to_forty_questions(string code, int version) => Assert.InRange(Find(code, version).Questions.Count, 10, 40);

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Every_text_is_there_in_three_languages(string code, int version)
    {
        foreach (var (language, letters) in new[] { ("ar", ArabicLetters()), ("en", LatinLetters()), ("fr", LatinLetters()) })
        {
            var rendered = Rendering.Render(Find(code, version), new(), Answers.Of(), language);
            string[] texts =
            [
                rendered.Title, rendered.About, rendered.Notice, .. rendered.Sections.Select(section => section.Title),
                .. rendered.Sections.SelectMany(section => section.Questions).SelectMany(question => (string[])[question.Text, question.Help ?? question.Text, .. question.Options.Select(option => option.Text)]),
            ];
            Assert.All(texts, text => Assert.Matches(letters, text));
        }
    }

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Languages_differ(string code, int version)
    {
        var questions = Find(code, version).Questions;
        Assert.All(questions, question => Assert.True(question.Text.En != question.Text.Fr && question.Text.En != question.Text.Ar));
    }

    [Theory]
    [MemberData(nameof(Instruments))]
    public void It_says_that_no_result_is_an_official_one_of_IOM(string code, int version)
    {
        var notice = Find(code, version).Heading.Notice;
        Assert.Matches("No result of it is an official IOM score", notice.En);
        Assert.Matches("درجة.*رسمي.*للمنظمة الدولية للهجرة", notice.Ar);
        Assert.Matches("Aucun de ses résultats n'est un score.* officiels? de l'OIM", notice.Fr);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_asks_for_ethnicity_religion_sexual_orientation_or_political_opinion(string file)
    {
        var words = Word().Matches(Plain(InstrumentCatalogue.ShippedText(file))).Select(word => word.Value).SelectMany(word => (string[])[word, WithoutArticle(word)]).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(words);
        Assert.Equal([], words.Intersect(Forbidden));
    }

    /// <summary>With answers as they could be given, and not by what the loader proves.</summary>
    [Theory]
    [MemberData(nameof(Instruments))]
    public void Every_result_trigger_need_measure_and_note_comes_about(string code, int version)
    {
        var (instrument, random) = (Find(code, version), new Random(20260131));
        var calmest = Enumerable.Range(0, 8).Select(_ => Calmest(instrument, random)).ToList();
        HashSet<string> seen = [], wanted = [.. Expected(InstrumentCatalogue.ShippedText($"{code}.{version}.yaml"))];
        for (var round = 0; round < 6_000 && !wanted.IsSubsetOf(seen); round++)
        {
            // some people have many troubles, some none, and some have one that stands out
            var calm = calmest[random.Next(calmest.Count)];
            var (facts, mood, odd) = (Answers.Facts(random), random.Next(6), random.Next(instrument.Questions.Count));
            var answers = Answers.Fill(instrument, facts, question => mood switch
            {
                0 => Answers.Any(question, random),
                1 => Answers.Known(question, random),
                2 when random.Next(8) == 0 => Answers.Known(question, random),
                3 or 4 when question == instrument.Questions[odd] => Answers.Known(question, random),
                _ => calm[question.Code],
            });
            var evaluation = Evaluator.Evaluate(instrument, facts, answers);
            Assert.Empty(evaluation.Errors);
            seen.UnionWith(
                [
                    evaluation.Proposal.Result, .. evaluation.Proposal.Reasons.Select(reason => reason.Rule), .. evaluation.Triggers.Select(trigger => trigger.Rule), .. evaluation.Needs.Select(need => need.Code),
                    .. evaluation.Measures.Select(measure => measure.Code), .. evaluation.Notes.Select(note => note.Code),
                ]);
        }

        Assert.Equal([], wanted.Except(seen).Order(StringComparer.Ordinal));
    }

    private static Instrument Find(string code, int version) => InstrumentCatalogue.Shipped.Find(code, version)!;

    // from anywhere, for each question the answer after which the least is left to worry about, all else alike
    private static Dictionary<string, object> Calmest(Instrument instrument, Random random)
    {
        var facts = new InstrumentFacts(30, "male", "urban", null, "with-family", "supportive", "supportive");
        int Worries(Dictionary<string, System.Text.Json.JsonElement> answers)
        {
            var evaluation = Evaluator.Evaluate(instrument, facts, answers);
            return evaluation.Triggers.Count + evaluation.OpenTriggers.Count + evaluation.Needs.Count + evaluation.Notes.Count + evaluation.Proposal.Open.Count
                + evaluation.Proposal.Reasons.Sum(reason => 1 + reason.Used.Count) - (100 * Rank(evaluation.Proposal));
        }

        // the worst stands first; still undecided is best, and decided as if nothing were known is worst of all
        var nothing = Evaluator.Evaluate(instrument, facts, Answers.Of()).Proposal;
        int Rank(Proposal proposal) => proposal.Reasons[0].Rule == nothing.Reasons[0].Rule ? instrument.Results.Count
            : proposal.Result == nothing.Result ? -1
            : instrument.Results.TakeWhile(result => result.Code != proposal.Result).Count();

        var calm = instrument.Questions.ToDictionary(question => question.Code, question => random.GetItems(Choices(question).ToArray(), 1)[0]);
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var question in instrument.Questions)
            {
                calm[question.Code] = Choices(question).MinBy(choice => Worries(Answers.Fill(instrument, facts, one => one == question ? choice : calm[one.Code])))!;
            }
        }

        return calm;
    }

    private static IEnumerable<object> Choices(Question question) => question.Kind switch
    {
        QuestionKind.OneOf or QuestionKind.YesNo => question.Options.Take(20).Select(option => option.Code),
        QuestionKind.Several => question.Options.Select(option => new[] { option.Code }),
        QuestionKind.Number => [question.Range!.Value.Least, question.Range.Value.Most],
        QuestionKind.Date => ["2026-01-31"],
        _ => ["Said in other words"],
    };

    // everything after the questions that has a code of its own
    private static IEnumerable<string> Expected(string text) => Code().Matches(text[text.IndexOf("\nresults:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value);

    private static string Plain(string text) => Mark().Replace(text.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD), "").Replace('أ', 'ا').Replace('إ', 'ا').Replace('آ', 'ا');

    private static string WithoutArticle(string word) => word.StartsWith("ال", StringComparison.Ordinal) ? word[2..] : word.StartsWith("وال", StringComparison.Ordinal) ? word[3..] : word;

    [GeneratedRegex(@"^[^A-Za-z]*[\u0621-\u064A]")]
    private static partial Regex ArabicLetters();

    [GeneratedRegex(@"^[^\u0621-\u064A]+$")]
    private static partial Regex LatinLetters();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{M}|ـ")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?:^\s*(?:- |- \{ )?|\{ )code: ([A-Za-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
