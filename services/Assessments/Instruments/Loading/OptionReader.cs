using Platform.Contracts.Codes;
using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads what can be chosen: written down with the question, in a set that several share, or in a code list.</summary>
internal sealed class OptionReader(Draft draft)
{
    private readonly Problems _problems = draft.Problems;

    /// <summary>Sets of options that several questions share.</summary>
    public void ReadSets(YamlMap root)
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

    /// <summary>A set that nothing uses is a mistake somewhere.</summary>
    public void RefuseUnusedSets()
    {
        foreach (var unused in draft.OptionSets.Where(set => !draft.OptionSetsUsed.Contains(set.Key)))
        {
            _problems.Add(draft.LineOf(unused.Value), $"No question uses the set of options '{unused.Key}'.");
        }
    }

    /// <summary>What can be chosen in answer to a question.</summary>
    public IReadOnlyList<Option> Read(YamlMap map)
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
