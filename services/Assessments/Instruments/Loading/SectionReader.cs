using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads what is asked: sections, questions and what can be chosen.</summary>
internal sealed class SectionReader(Draft draft, bool withoutIdentifiers)
{
    private const int MostOfSeveral = 64;

    private static readonly Option[] YesNo = [new("yes", Words.Yes, false), new("no", Words.No, false)];

    private readonly Problems _problems = draft.Problems;
    private readonly OptionReader _options = new(draft);

    /// <summary>A section before its conditions are read: they may name questions that come later, which is then said.</summary>
    public sealed record Opened(string Code, Wording Title, YamlNode? Show, IReadOnlyList<(Question Question, YamlNode? Show)> Questions, YamlNode At);

    public List<Opened> ReadSections(YamlMap root)
    {
        _options.ReadSets(root);
        var opened = new List<Opened>();
        foreach (var section in root.Maps("sections", needed: true))
        {
            var code = section.Code();
            draft.Once("section", code, section.Node);
            opened.Add(new(code, section.Wording("title"), section.Take("show"), [.. section.Maps("questions", needed: true).Select(ReadQuestion)], section.Node));
            section.End();
        }

        _options.RefuseUnusedSets();
        return opened;
    }

    private (Question, YamlNode?) ReadQuestion(YamlMap map)
    {
        var code = map.Code();
        draft.Once("question", code, map.Node);
        if (InstrumentFacts.All.Any(fact => fact.Name == code))
        {
            _problems.Add(map.Node, $"'{code}' is a fact.");
        }

        var kind = KindOf(map);
        var options = kind switch
        {
            QuestionKind.YesNo => YesNo,
            QuestionKind.OneOf or QuestionKind.Several => _options.Read(map),
            _ => [],
        };
        if (kind == QuestionKind.Several && options.Count > MostOfSeveral)
        {
            _problems.Add(map.Node, $"Several are chosen of at most {MostOfSeveral}.");
        }

        if (kind == QuestionKind.OneOf && options.FirstOrDefault(option => option.Alone) is { } alone)
        {
            _problems.Add(map.Node, $"'{alone.Code}' stands alone anyway: only one is chosen here.");
        }

        var required = map.Says("required");
        if (required && kind == QuestionKind.Text)
        {
            _problems.Add(map.Node, "Nobody has to give words: they cannot be answered with unknown.");
        }

        if (withoutIdentifiers && kind is QuestionKind.Text or QuestionKind.Date)
        {
            _problems.Add(map.Node, "Words and days could tell who it is about, and this instrument has no identifiers.");
        }

        var range = kind == QuestionKind.Number ? (Least: map.Number("least") ?? 0, Most: map.Number("most") ?? int.MaxValue - 1) : ((int Least, int Most)?)null;
        if (range is { } wrong && wrong.Least >= wrong.Most)
        {
            _problems.Add(map.Node, "The most is more than the least.");
        }

        var question = new Question(code, kind, map.Wording("text"), map.Has("help") ? map.Wording("help") : null, required, options, range, InstrumentFacts.Count + draft.InOrder.Count);
        draft.InOrder.Add(draft.At(map.Node, question));
        draft.Questions[code] = question;
        var show = map.Take("show");
        map.End();
        return (question, show);
    }

    private QuestionKind KindOf(YamlMap map)
    {
        switch (map.Word("kind"))
        {
            case "one-of": return QuestionKind.OneOf;
            case "several": return QuestionKind.Several;
            case "yes-no": return QuestionKind.YesNo;
            case "number": return QuestionKind.Number;
            case "date": return QuestionKind.Date;
            case null: return QuestionKind.Text;
            case "text": return QuestionKind.Text;
            case var other:
                _problems.Add(map.Node, $"There is no kind of question '{other}'.");
                return QuestionKind.Text;
        }
    }
}
