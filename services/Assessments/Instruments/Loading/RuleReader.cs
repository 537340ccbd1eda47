using Platform.Contracts.Codes;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads what is made of the answers: scores, results, triggers, rules, and what is proposed with them.</summary>
internal sealed class RuleReader(Draft draft)
{
    // the measures of the list that are no detention by another name, and no price of release
    private static readonly string[] LeastRestrictiveFirst = ["none", "low", "medium"];

    private readonly Problems _problems = draft.Problems;
    private readonly ConditionReader _conditions = new(draft, scores: true);

    public Instrument.Compiled Read(YamlMap root)
    {
        new ScoreReader(draft).Read(root);
        foreach (var result in root.Maps("results", needed: true))
        {
            ReadResult(result);
        }

        Rule[] triggers = [.. root.Maps("triggers").Select(map => ReadRule(map, null, mayGiveNothing: true))];
        Rule[] rules = [.. root.Maps("rules", needed: true).Select(ReadRule)];
        var otherwise = root.Map("otherwise") is { } last ? ReadRule(last, Always) : null;
        var undecided = YamlMap.Of(root.Need("undecided"), _problems) is { } open ? ReadRule(open, Always) : new("", new("", "", ""), null, Always, []);
        var compiled = new Instrument.Compiled(
            triggers, rules, otherwise, undecided, [.. ReadNeeds(root.Map("needs"))], [.. ReadMeasures(root.Map("measures"))], [.. root.Maps("notes").Select(map => ReadExtra(map, "note", null, null, told: true))]);

        foreach (var unused in draft.Scores.Values.Where(score => !draft.ScoresUsed.Contains(score.Code)))
        {
            _problems.Add(draft.LineOf(unused), $"Nothing reads the score '{unused.Code}'.");
        }

        foreach (var result in draft.Results.Values.Where(result => !triggers.Concat(rules).Append(otherwise).Append(undecided).Any(rule => rule?.Gives == result.Code)))
        {
            _problems.Add(draft.LineOf(result), $"Nothing gives the result '{result.Code}'.");
        }

        return compiled;
    }

    /// <summary>What holds where nothing else decided: no condition of its own.</summary>
    private static AllOf Always => new([]);

    private void ReadResult(YamlMap map)
    {
        var code = map.Code();
        draft.Once("result", code, map.Node);
        var (text, days, priority) = (map.Wording("text"), map.Number("review-days", needed: false), map.Word("priority", needed: false));
        if (days is < 1 or > 730)
        {
            _problems.Add(map.Node, "A review is due after 1 to 730 days.");
        }

        if (priority is not null && !CodeList.Priorities.Contains(priority))
        {
            _problems.Add(map.Node, $"There is no priority '{priority}'.");
        }

        map.End();
        draft.Results[code] = draft.At(map.Node, new Result(code, text, days, priority));
    }

    private Rule ReadRule(YamlMap map) => ReadRule(map, null);

    private Rule ReadRule(YamlMap map, Condition? when, bool mayGiveNothing = false)
    {
        var (code, gives) = (map.Code(), map.Word("gives", needed: !mayGiveNothing));
        draft.Once("rule", code, map.Node);
        if (gives is not null && !draft.Results.ContainsKey(gives))
        {
            _problems.Add(map.Node, $"There is no result '{gives}'.");
        }

        when ??= _conditions.Read(map.Need("when")) ?? Always;
        var rule = draft.At(map.Node, new Rule(code, map.Wording("text"), gives, when, Reads.Doubts(when, draft.InOrder)));
        map.End();
        return rule;
    }

    private IEnumerable<Extra> ReadNeeds(YamlMap? map)
    {
        if (map is null)
        {
            yield break;
        }

        var (scheme, version) = (map.Word("scheme") ?? "", map.Word("version") ?? "");
        foreach (var need in Listed(map, "need", scheme, version, told: false))
        {
            yield return need;
        }
    }

    private IEnumerable<Extra> ReadMeasures(YamlMap? map)
    {
        if (map is null)
        {
            yield break;
        }

        var before = 0;
        foreach (var measure in Listed(map, "measure", "atd-measure", null, told: true))
        {
            var restrictive = CodeList.Load("atd-measure").Contains(measure.Code) ? CodeList.Load("atd-measure")[measure.Code]["restrictive"] : LeastRestrictiveFirst[before];
            var rank = Array.IndexOf(LeastRestrictiveFirst, restrictive);
            if (rank < 0)
            {
                _problems.Add(draft.LineOf(measure), $"'{measure.Code}' is never proposed: {restrictive}.");
            }
            else if (rank < before)
            {
                _problems.Add(draft.LineOf(measure), $"'{measure.Code}' restricts less than what stands before it: the least restrictive comes first.");
            }

            before = Math.Max(before, rank);
            yield return measure;
        }
    }

    // the codes of one list
    private IEnumerable<Extra> Listed(YamlMap map, string kind, string scheme, string? version, bool told)
    {
        CodeList? list = null;
        try
        {
            list = CodeList.Load(scheme);
        }
        catch (ArgumentException)
        {
            _problems.Add(map.Node, $"There is no code list '{scheme}'.");
        }

        foreach (var item in map.Maps("of", needed: true))
        {
            var extra = ReadExtra(item, kind, scheme, version, told);
            if (list is not null && !list.Contains(extra.Code))
            {
                _problems.Add(item.Node, $"The list '{scheme}' has no code '{extra.Code}'.");
            }

            yield return extra;
        }

        map.End();
    }

    private Extra ReadExtra(YamlMap map, string kind, string? scheme, string? version, bool told)
    {
        var code = scheme is null ? map.Code() : map.Word("code") ?? "";
        draft.Once(kind, code, map.Node);
        var text = told ? map.Wording("text") : null;
        var when = _conditions.Read(map.Need("when")) ?? Always;
        map.End();
        return draft.At(map.Node, new Extra(code, scheme, version, text, when));
    }
}
