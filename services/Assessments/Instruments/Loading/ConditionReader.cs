using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads and compiles conditions: all, any and not over what was answered, the facts and the scores.</summary>
/// <param name="draft">The file so far.</param>
/// <param name="scores">Whether scores may be read: not where it is decided what is asked.</param>
/// <param name="reads">Told each question that is read, and where.</param>
internal sealed class ConditionReader(Draft draft, bool scores, Action<Question, YamlNode>? reads = null)
{
    private const int Deepest = 8;

    private static readonly string[] Kinds = ["all", "any", "not", "question", "fact", "score"];

    private readonly Problems _problems = draft.Problems;

    /// <summary>Null, and a problem, where it cannot be read.</summary>
    public Condition? Read(YamlNode? node, int depth = 0)
    {
        if (YamlMap.Of(node, _problems) is not { } map)
        {
            return null;
        }

        if (depth > Deepest)
        {
            _problems.Add(map.Node, "Conditions stand in each other too deep.");
            return null;
        }

        var condition = Kinds.Where(map.Has).ToList() switch
        {
            ["all"] => Parts(map, "all", depth) is { } parts ? new AllOf(parts) : null,
            ["any"] => Parts(map, "any", depth) is { } parts ? new AnyOf(parts) : null,
            ["not"] => Read(map.Take("not"), depth + 1) is { } part ? new Not(part) : null,
            ["question"] => OfQuestion(map),
            ["fact"] => OfFact(map),
            ["score"] => OfScore(map),
            _ => Wrong(map, $"A condition is exactly one of {string.Join(", ", Kinds)}."),
        };
        map.End();
        return condition is null ? null : draft.At(map.Node, condition);
    }

    private Condition[]? Parts(YamlMap map, string key, int depth)
    {
        var items = map.List(key);
        var parts = items.Select(item => Read(item, depth + 1)).OfType<Condition>().ToArray();
        return parts.Length == items.Count && parts.Length > 0 ? parts : null;
    }

    private Condition? OfQuestion(YamlMap map)
    {
        var code = map.Word("question") ?? "";
        if (!draft.Questions.TryGetValue(code, out var question))
        {
            return Ignored(map, $"There is no question '{code}'.");
        }

        reads?.Invoke(question, map.Node);
        return question.Kind switch
        {
            QuestionKind.OneOf or QuestionKind.YesNo or QuestionKind.Several => OfCodes(map, question.Place, question.Codes, question.Kind == QuestionKind.Several, $"The question '{code}'"),
            QuestionKind.Number => OfNumber(map, question.Place, question.Range!.Value),
            _ => Known(map, question.Place) ?? Ignored(map, "A day or words can be answered or unknown, and no more is read in them."),
        };
    }

    private Condition? OfFact(YamlMap map)
    {
        var name = map.Word("fact");
        var place = Array.FindIndex(InstrumentFacts.All, fact => fact.Name == name);
        if (place < 0)
        {
            return Ignored(map, $"There is no fact '{name}'.");
        }

        var fact = InstrumentFacts.All[place];
        return fact.IsNumber ? OfNumber(map, place, (0, InstrumentFacts.OldestAge)) : OfCodes(map, place, fact.Codes, false, $"The fact '{name}'");
    }

    private Condition? OfScore(YamlMap map)
    {
        var code = map.Word("score") ?? "";
        if (!scores)
        {
            return Ignored(map, "What is asked does not depend on a score.");
        }

        if (!draft.Scores.TryGetValue(code, out var score))
        {
            return Ignored(map, $"There is no score '{code}'.");
        }

        draft.ScoresUsed.Add(code);
        var (least, most) = (map.Number("at-least", needed: false), map.Number("at-most", needed: false));
        return least is null && most is null ? Wrong(map, "A score is compared with at-least or at-most.") : new ScoreWithin(score, least ?? int.MinValue, most ?? int.MaxValue);
    }

    private Condition? OfNumber(YamlMap map, int place, (int Least, int Most) range)
    {
        if (Known(map, place) is { } known)
        {
            return known;
        }

        var (least, most) = (map.Number("at-least", needed: false), map.Number("at-most", needed: false));
        if (least is null && most is null)
        {
            return Ignored(map, "A number is compared with at-least or at-most, or is answered or unknown.");
        }

        if (least <= range.Least || least > range.Most || most < range.Least || most >= range.Most || least > most)
        {
            return Wrong(map, $"It is from {range.Least} to {range.Most}: this can never hold, or never fail.");
        }

        return new NumberWithin(place, least ?? range.Least, most ?? range.Most);
    }

    private Condition? OfCodes(YamlMap map, int place, IReadOnlyDictionary<string, int> codes, bool several, string what)
    {
        if (Known(map, place) is { } known)
        {
            return known;
        }

        var named = map.Has("is") == map.Has("in") ? [] : map.Has("in") ? map.List("in") : [map.Take("is")!];
        if (named.Count == 0)
        {
            return Ignored(map, "What is chosen is compared with is or in, or is answered or unknown.");
        }

        var (places, bits) = (new bool[codes.Count], 0UL);
        foreach (var node in named)
        {
            var code = (node as YamlScalarNode)?.Value ?? "";
            if (!codes.TryGetValue(code, out var at))
            {
                _problems.Add(node, code is "unknown" or "declined" ? $"'{code}' is no code to compare with: write unknown: true." : $"{what} has no code '{code}'.");
                continue;
            }

            if (places[at])
            {
                _problems.Add(node, $"The code '{code}' is there twice.");
            }

            places[at] = true;
            bits |= 1UL << (at & 63);
        }

        return several ? new CodesHave(place, bits) : new CodeIn(place, places);
    }

    private static Condition? Known(YamlMap map, int place) => map.Has("unknown") && map.Says("unknown") ? new IsUnknown(place) : map.Has("answered") && map.Says("answered") ? new IsAnswered(place) : null;

    private Condition? Wrong(YamlMap map, string text)
    {
        _problems.Add(map.Node, text);
        return null;
    }

    // what else stands in it has no meaning without what was looked for
    private Condition? Ignored(YamlMap map, string text)
    {
        foreach (var key in (ReadOnlySpan<string>)["is", "in", "at-least", "at-most", "answered", "unknown"])
        {
            map.Take(key);
        }

        return Wrong(map, text);
    }
}
