using System.Globalization;
using Platform.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>A mapping of the file that knows which of its keys were read, so that none is there for nothing.</summary>
internal sealed class YamlMap
{
    private const int LongestText = 1000;

    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _left = new(StringComparer.Ordinal);
    private readonly Problems _problems;

    private YamlMap(YamlMappingNode node, Problems problems)
    {
        (Node, _problems) = (node, problems);
        foreach (var (key, value) in node.Children)
        {
            _left[(key as YamlScalarNode)?.Value ?? ""] = (key, value);
        }
    }

    public YamlNode Node { get; }

    /// <summary>Null, and a problem, where it is something else.</summary>
    public static YamlMap? Of(YamlNode? node, Problems problems)
    {
        if (node is YamlMappingNode map)
        {
            return new(map, problems);
        }

        if (node is not null)
        {
            problems.Add(node, "Keys with values are expected here.");
        }

        return null;
    }

    public bool Has(string key) => _left.ContainsKey(key);

    /// <summary>The value of a key, from now on read.</summary>
    public YamlNode? Take(string key) => _left.Remove(key, out var pair) ? pair.Value : null;

    /// <summary>The same, missed where it is not there.</summary>
    public YamlNode? Need(string key)
    {
        if (Take(key) is { } value)
        {
            return value;
        }

        _problems.Add(Node, $"'{key}' is missing.");
        return null;
    }

    public YamlMap? Map(string key) => Of(Take(key), _problems);

    /// <summary>The items of a list; none where it is not there.</summary>
    public IReadOnlyList<YamlNode> List(string key, bool needed = false)
    {
        var value = needed ? Need(key) : Take(key);
        if (value is YamlSequenceNode { Children.Count: > 0 } list)
        {
            return [.. list.Children];
        }

        if (value is not null)
        {
            _problems.Add(value, $"'{key}' is a list with something in it.");
        }

        return [];
    }

    /// <summary>The items of a list that are mappings.</summary>
    public IEnumerable<YamlMap> Maps(string key, bool needed = false) => List(key, needed).Select(item => Of(item, _problems)).OfType<YamlMap>();

    /// <summary>Words, numbers and codes alike; null where nothing stands.</summary>
    public string? Word(string key, bool needed = true)
    {
        var value = needed ? Need(key) : Take(key);
        if (value is YamlScalarNode { Value.Length: > 0 } scalar)
        {
            return scalar.Value;
        }

        if (value is not null)
        {
            _problems.Add(value, $"'{key}' is a word.");
        }

        return null;
    }

    /// <summary>Lower-case words with hyphens; an empty word, and a problem, where it is something else.</summary>
    public string Code(string key = "code")
    {
        var at = _left.TryGetValue(key, out var pair) ? pair.Value : Node;
        if (Word(key) is not { } code)
        {
            return "";
        }

        if (!InstrumentReader.CodeForm().IsMatch(code))
        {
            _problems.Add(at, $"'{code}' is no code: lower-case words with hyphens, up to 60 characters.");
        }

        return code;
    }

    public int? Number(string key, bool needed = true)
    {
        var at = _left.TryGetValue(key, out var pair) ? pair.Value : Node;
        if (Word(key, needed) is not { } word)
        {
            return null;
        }

        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _problems.Add(at, $"'{word}' is no whole number.");
        return null;
    }

    /// <summary>true where it says so; a problem where it says anything else.</summary>
    public bool Says(string key)
    {
        if (!_left.TryGetValue(key, out var pair))
        {
            return false;
        }

        if (Word(key) is "true")
        {
            return true;
        }

        _problems.Add(pair.Value, $"'{key}' is true, or is left out.");
        return false;
    }

    /// <summary>A text in the three languages.</summary>
    public Wording Wording(string key) => Need(key) is { } node && Of(node, _problems) is { } map ? map.Wording() : new("", "", "");

    private Wording Wording()
    {
        var wording = new Wording(Told("en", "English"), Told("ar", "Arabic"), Told("fr", "French"));
        if (wording.Ar.Length > 0 && !wording.Ar.Any(letter => letter is >= '\u0621' and <= '\u064A'))
        {
            _problems.Add(Node, "The Arabic text has no Arabic letter.");
        }

        End();
        return wording;
    }

    private string Told(string key, string language)
    {
        if (!_left.TryGetValue(key, out var pair))
        {
            _problems.Add(Node, $"The {language} text is missing.");
            return "";
        }

        var text = (Take(key) as YamlScalarNode)?.Value ?? "";
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText || !FieldRules.IsPlain(text))
        {
            _problems.Add(pair.Value, $"The {language} text is plain text of 1 to {LongestText} characters.");
        }

        return text;
    }

    /// <summary>Nothing else may stand in it.</summary>
    public void End()
    {
        foreach (var (name, (key, _)) in _left)
        {
            _problems.Add(key, $"'{name}' means nothing here.");
        }

        _left.Clear();
    }

    /// <summary>The mapping that a file is.</summary>
    public static YamlMap? Root(string text, Problems problems)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException broken)
        {
            problems.Add((int)broken.Start.Line, $"This is no YAML: {broken.Message}");
            return null;
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            problems.Add(1, "One mapping is expected.");
            return null;
        }

        return new(root, problems);
    }
}
