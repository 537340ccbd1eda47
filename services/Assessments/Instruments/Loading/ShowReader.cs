using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads when what is asked. A question depends on what was asked before it, so that nobody is ever asked in a circle.</summary>
internal sealed class ShowReader(Draft draft)
{
    private readonly Dictionary<Question, HashSet<Question>> _needs = [];
    private readonly List<(Question Asked, Question Later, YamlNode At)> _tooEarly = [];

    public IEnumerable<Section> Read(IReadOnlyList<SectionReader.Opened> opened)
    {
        var sections = new List<Section>();
        foreach (var (code, title, node, questions, at) in opened)
        {
            // the section is shown before any of its questions
            var show = node is null || questions.Count == 0 ? null : Reader(questions[0].Question, [.. questions.Select(pair => pair.Question)]).Read(node);
            foreach (var (question, own) in questions)
            {
                var condition = own is null ? null : Reader(question, [question]).Read(own);
                question.Show = show is null ? condition : condition is null ? show : draft.At(own!, new AllOf([show, condition]));
            }

            sections.Add(draft.At(at, new Section(code, title, show, [.. questions.Select(pair => pair.Question)])));
        }

        foreach (var (asked, later, at) in _tooEarly)
        {
            draft.Problems.Add(at, Way(later, asked) is { } way
                ? $"This goes in a circle: {string.Join(" → ", way.Prepend(asked).Select(question => question.Code))}."
                : $"'{later.Code}' is asked only later.");
        }

        return sections;
    }

    private ConditionReader Reader(Question first, IReadOnlyList<Question> shown) => new(draft, scores: false, (read, at) =>
    {
        foreach (var question in shown)
        {
            if (!_needs.TryGetValue(question, out var needs))
            {
                _needs[question] = needs = [];
            }

            needs.Add(read);
        }

        if (read.Place >= first.Place)
        {
            _tooEarly.Add((shown.Contains(read) ? read : first, read, at));
        }
    });

    // the questions from one to the other, each needing the next; null where there is no such way
    private List<Question>? Way(Question from, Question to, HashSet<Question>? seen = null)
    {
        if (from == to)
        {
            return [from];
        }

        seen ??= [];
        if (!seen.Add(from) || !_needs.TryGetValue(from, out var needs))
        {
            return null;
        }

        foreach (var next in needs)
        {
            if (Way(next, to, seen) is { } way)
            {
                return [from, .. way];
            }
        }

        return null;
    }
}
