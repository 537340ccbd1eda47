using System.Globalization;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>A row by the names of its columns: each cell as what the column holds, and what is wrong noted by row and column.</summary>
internal sealed class Cells
{
    private readonly IReadOnlyDictionary<string, int> columns;
    private readonly TableRow row;
    private readonly HashSet<string> wrong = [];

    public Cells(IReadOnlyDictionary<string, int> columns, TableRow row)
    {
        (this.columns, this.row) = (columns, row);
        var names = columns.ToDictionary(column => column.Value, column => column.Key);
        foreach (var (at, message) in row.Problems)
        {
            Wrong(names.GetValueOrDefault(at) ?? Table.Letter(at), message);
        }

        for (var at = 0; at < row.Cells.Count; at++)
        {
            if (!names.ContainsKey(at) && !string.IsNullOrWhiteSpace(row.Cells[at]))
            {
                Wrong(Table.Letter(at), Texts.In("Beside the columns of the header.", "خارج أعمدة الصف الأول.", "En dehors des colonnes de l’en-tête."));
            }
        }
    }

    /// <summary>What is wrong in the row.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>A word to everybody who reads a column: what is wrong with it is told once, the first that was found.</summary>
    public void Wrong(string column, string message)
    {
        if (wrong.Add(column))
        {
            Faults.Add(new Fault(row.Number, column, message));
        }
    }

    /// <summary>Text, without the blanks around it; a column of numbers to call may begin with a plus.</summary>
    public string? Text(string column, bool isPhone = false)
    {
        if (!columns.TryGetValue(column, out var at) || at >= row.Cells.Count || row.Cells[at]?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        if (text[0] is '=' or '@' or '\uFF1D' or '\uFF20' || (text[0] is '+' or '\uFF0B' && !isPhone))
        {
            Wrong(column, Texts.In("Begins as a formula does.", "يبدأ كما تبدأ الصيغ الحسابية.", "Commence comme une formule."));
            return null;
        }

        return text;
    }

    /// <summary>A whole number.</summary>
    public int? Number(string column) => As<int>(column, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        Texts.In("A whole number is expected.", "المتوقع عدد صحيح.", "Un nombre entier est attendu."));

    /// <summary>A day.</summary>
    public DateOnly? Date(string column) => As<DateOnly>(column, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        Texts.In("A day is expected, as 2026-01-31.", "المتوقع يوم، مثل 2026-01-31.", "Un jour est attendu, comme 2026-01-31."));

    /// <summary>Yes or no, in the platform's languages or as a spreadsheet has it.</summary>
    public bool? YesNo(string column) => As<bool>(column, text => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "1" or "oui" or "نعم" => true,
        "no" or "false" or "0" or "non" or "لا" => false,
        _ => null,
    }, Texts.In("yes or no.", "نعم أو لا.", "oui ou non."));

    /// <summary>Codes, with a semicolon between them.</summary>
    public IReadOnlyList<string>? List(string column) => Text(column)?.Split([';', '؛'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private T? As<T>(string column, Func<string, T?> read, string otherwise)
        where T : struct
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        var value = read(InLatinDigits(text));
        if (value is null)
        {
            Wrong(column, otherwise);
        }

        return value;
    }

    /// <summary>Numbers as Arabic keyboards write them are the same numbers.</summary>
    private static string InLatinDigits(string text) => string.Create(text.Length, text, static (letters, from) =>
    {
        for (var at = 0; at < from.Length; at++)
        {
            letters[at] = from[at] is >= '\u0660' and <= '\u0669' ? (char)(from[at] - '\u0660' + '0') : from[at] is >= '\u06F0' and <= '\u06F9' ? (char)(from[at] - '\u06F0' + '0') : from[at];
        }
    });
}
