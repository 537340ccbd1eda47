using System.Globalization;
using System.Text;
using Platform.Registrations.Exports;

namespace Platform.Registrations.Statistics;

/// <summary>Tables as CSV. A number that is hidden is nothing at all between two commas.</summary>
internal static class StatisticsCsv
{
    /// <summary>Its media type.</summary>
    public const string Type = "text/csv; charset=utf-8";

    /// <summary>Adds a line: texts in quotes, without what a spreadsheet would run, and then numbers.</summary>
    public static void Line(StringBuilder text, IEnumerable<string> texts, params IEnumerable<int?> numbers) =>
        text.AppendJoin(',', texts.Select(DownloadExport.Cell).Concat(numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture) ?? ""))).Append("\r\n");

    /// <summary>As a file; the mark of UTF-8 first: spreadsheets read Arabic wrongly without it.</summary>
    public static IResult File(string text, string name) => Results.File(Encoding.UTF8.GetBytes($"\uFEFF{text}"), Type, name);
}
