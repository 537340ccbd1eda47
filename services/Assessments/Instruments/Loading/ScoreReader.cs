using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads which answers count how much.</summary>
internal sealed class ScoreReader(Draft draft)
{
    private readonly Problems _problems = draft.Problems;

    public void Read(YamlMap root)
    {
        foreach (var score in root.Maps("scores"))
        {
            ReadScore(score);
        }
    }

    private void ReadScore(YamlMap map)
    {
        var code = map.Code();
        draft.Once("score", code, map.Node);
        var text = map.Wording("text");
        var (entries, seen) = (new List<ScoreEntry>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var entry in map.Maps("of", needed: true))
        {
            var points = entry.Map("points");
            var codes = entry.List("questions", needed: true).OfType<YamlScalarNode>().ToList();
            var given = points?.Node is YamlMappingNode { Children: var children } ? children.Keys.OfType<YamlScalarNode>().Select(key => (Node: key, Code: key.Value!, Points: points.Number(key.Value!) ?? 0)).ToList() : [];
            if (given.Count == 0)
            {
                _problems.Add(entry.Node, "'points' is missing.");
            }

            foreach (var asked in codes)
            {
                if (!draft.Questions.TryGetValue(asked.Value!, out var question) || question.Options.Count == 0)
                {
                    _problems.Add(asked, $"There is no question '{asked.Value}' with something to choose.");
                    continue;
                }

                if (!seen.Add(question.Code))
                {
                    _problems.Add(asked, $"'{question.Code}' has its points already.");
                }

                var byPlace = new int[question.Options.Count];
                foreach (var (node, option, number) in given)
                {
                    if (question.Codes.TryGetValue(option, out var at))
                    {
                        byPlace[at] = number;
                    }
                    else
                    {
                        _problems.Add(node, option is "unknown" or "declined" ? $"'{option}' has no points: it is no answer that counts for or against." : $"The question '{question.Code}' has no code '{option}'.");
                    }
                }

                entries.Add(new(question.Place, byPlace, question.Kind == QuestionKind.Several));
            }

            entry.End();
        }

        map.End();
        draft.Scores[code] = draft.At(map.Node, new Score(code, text, [.. entries]));
    }
}
