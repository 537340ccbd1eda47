using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>What is known of a file while it is read.</summary>
internal sealed class Draft(Problems problems)
{
    private readonly HashSet<(string Kind, string Code)> _codes = [];
    private readonly Dictionary<object, int> _lines = new(ReferenceEqualityComparer.Instance);

    public Problems Problems => problems;

    public Dictionary<string, IReadOnlyList<Option>> OptionSets { get; } = new(StringComparer.Ordinal);

    public HashSet<string> OptionSetsUsed { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Question> Questions { get; } = new(StringComparer.Ordinal);

    /// <summary>By place: facts first.</summary>
    public List<Question> InOrder { get; } = [];

    public Dictionary<string, Score> Scores { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ScoresUsed { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Result> Results { get; } = new(StringComparer.Ordinal);

    /// <summary>Each code is there once among its kind.</summary>
    public void Once(string kind, string code, YamlNode at)
    {
        if (code.Length > 0 && !_codes.Add((kind, code)))
        {
            problems.Add(at, $"The {kind} '{code}' is there twice.");
        }
    }

    public T At<T>(YamlNode at, T what)
        where T : class
    {
        _lines[what] = (int)at.Start.Line;
        return what;
    }

    public int LineOf(object what) => _lines[what];

    public bool HasLine(object what) => _lines.ContainsKey(what);
}
