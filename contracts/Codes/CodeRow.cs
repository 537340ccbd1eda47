using System.Collections.Frozen;
using System.Globalization;

namespace Platform.Contracts.Codes;

/// <summary>One line of a code list: the code, and what the list says about it.</summary>
public sealed class CodeRow
{
    private readonly string[] _fields;
    private readonly FrozenDictionary<string, int> _positions;

    internal CodeRow(string[] fields, FrozenDictionary<string, int> positions)
    {
        _fields = fields;
        _positions = positions;
    }

    public string Code => _fields[0];

    /// <summary>The value in that column, empty where the list says nothing.</summary>
    public string this[string column] =>
        _positions.TryGetValue(column, out var position) ? _fields[position] : throw new KeyNotFoundException($"There is no column '{column}'.");

    /// <summary>A whole number, for example the hours of a clock.</summary>
    public int Number(string column) => int.Parse(this[column], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>True for <c>yes</c>.</summary>
    public bool Says(string column) => this[column] == "yes";

    /// <summary>What to show a person who reads <paramref name="language"/> (ar, en, fr): that label, else the English one, else the code.</summary>
    public string Label(string language)
    {
        foreach (var column in (ReadOnlySpan<string>)["label_" + language, "label_en"])
            if (_positions.TryGetValue(column, out var position) && _fields[position].Length > 0)
                return _fields[position];

        return Code;
    }
}
