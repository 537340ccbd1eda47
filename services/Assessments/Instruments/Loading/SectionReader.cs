using Platform.Contracts.Codes;
using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads what is asked: sections, questions and what can be chosen.</summary>
internal sealed class SectionReader(Draft draft, bool withoutIdentifiers)
{
    private const int MostOfSeveral = 64;

    private static readonly Option[] YesNo = [new("yes", Words.Yes, false), new("no", Words.No, false)];

    private readonly Problems _problems = draft.Problems;

    /// <summary>A section before its conditions are read: they may name questions that come later, which is then said.</summary>
    public sealed record Opened(string Code, Wording Title, YamlNode? Show, IReadOnlyList<(Question Question, YamlNode? Show)> Questions, YamlNode At);

    /// <summary>Sets of options that several questions share.</summary>
    public void ReadOptionSets(YamlMap root)
    {
        foreach (var set in root.Maps("option-sets"))
        {
            var code = set.Code();
            draft.Once("set of options", code, set.Node);
            draft.OptionSets[code] = ReadOptions(set.List("options", needed: true));
            draft.At(set.Node, draft.OptionSets[code]);
            set.End();
        }
    }

    public List<Opened> ReadSections(YamlMap root)
    {
        var opened = new List<Opened>();
        foreach (var section in root.Maps("sections", needed: true))
        {
            var code = section.Code();
            draft.Once("section", code, section.Node);
            opened.Add(new(code, section.Wording("title"), section.Take("show"), [.. section.Maps("questions", needed: true).Select(ReadQuestion)], section.Node));
            section.End();
        }

        foreach (var unused in draft.OptionSets.Where(set => !draft.OptionSetsUsed.Contains(set.Key)))
        {
            _problems.Add(draft.LineOf(unused.Value), $"No question uses the set of options '{unused.Key}'.");
        }

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
            QuestionKind.OneOf or QuestionKind.Several => Options(map),
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

    private IReadOnlyList<Option> Options(YamlMap map)
    {
        if (map.Has("list") == map.Has("options"))
        {
            _problems.Add(map.Node, "What can be chosen is written as options or named as a list, and not both.");
            map.Take("list");
            map.Take("options");
            return [];
        }

        if (map.Take("list") is { } list)
        {
            return Listed(list);
        }

        var node = map.Take("options");
        if (node is not YamlScalarNode { Value: var name })
        {
            return node is YamlSequenceNode sequence ? ReadOptions([.. sequence.Children]) : Refused(node!, "Options are a list, or the name of a set.");
        }

        if (!draft.OptionSets.TryGetValue(name!, out var set))
        {
            return Refused(node, $"There is no set of options '{name}'.");
        }

        draft.OptionSetsUsed.Add(name!);
        return set;
    }

    private IReadOnlyList<Option> Listed(YamlNode node)
    {
        var name = (node as YamlScalarNode)?.Value ?? "";
        CodeList list;
        try
        {
            list = CodeList.Load(name);
        }
        catch (ArgumentException)
        {
            return Refused(node, $"There is no code list '{name}'.");
        }

        foreach (var column in (ReadOnlySpan<string>)["label_en", "label_ar", "label_fr"])
        {
            if (!list.Columns.Contains(column) || list.Rows.Any(row => row[column].Length == 0))
            {
                return Refused(node, $"The list '{name}' has no {column} for all of its codes.");
            }
        }

        return [.. list.Rows.Where(row => row.Code is not ("unknown" or "declined")).Select(row => new Option(row.Code, new(row["label_en"], row["label_ar"], row["label_fr"]), false))];
    }

    private List<Option> ReadOptions(IReadOnlyList<YamlNode> nodes)
    {
        var (options, seen) = (new List<Option>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var map in nodes.Select(node => YamlMap.Of(node, _problems)).OfType<YamlMap>())
        {
            var code = map.Code();
            if (code is "unknown" or "declined")
            {
                _problems.Add(map.Node, $"'{code}' can be chosen everywhere and is not written down.");
            }

            var option = new Option(code, map.Wording("text"), map.Says("alone"));
            map.End();
            if (seen.Add(code))
            {
                options.Add(option);
            }
            else
            {
                _problems.Add(map.Node, $"The option '{code}' is there twice.");
            }
        }

        if (nodes.Count == 1)
        {
            _problems.Add(nodes[0], "One option is no choice.");
        }

        return options;
    }

    private IReadOnlyList<Option> Refused(YamlNode at, string text)
    {
        _problems.Add(at, text);
        return [];
    }
}
