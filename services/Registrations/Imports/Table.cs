using System.Xml;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>A row of a table: its number as a spreadsheet counts, its cells as text, and what is wrong with a cell whatever it is for.</summary>
internal sealed record TableRow(int Number, IReadOnlyList<string?> Cells, IReadOnlyList<(int At, string Message)> Problems);

/// <summary>Something that is wrong: in which row, or in the whole file; in which column; and what, in words that hold no value.</summary>
internal sealed record Fault(int? Row, string? Column, string Message);

/// <summary>The file cannot be read as a table, or no further.</summary>
internal sealed class UnreadableException(params Fault[] faults) : Exception("The file cannot be read.")
{
    public UnreadableException(string message)
        : this(new Fault(null, null, message))
    {
    }

    public IReadOnlyList<Fault> Faults => faults;
}

/// <summary>Tables as they come: CSV and XLSX, told apart by their content. Read row by row, with limits that hold whatever a file says of itself.</summary>
internal static class Table
{
    /// <summary>Of one file, without the header.</summary>
    public const int MostRows = 50_000;

    /// <summary>Of one file.</summary>
    public const int MostColumns = 60;

    /// <summary>Of one cell: what a spreadsheet itself holds.</summary>
    public const int LongestCell = 32_767;

    /// <summary>Whether it could be one at all. A zip is opened as XLSX, and anything else is text, which has no zeros in it but as UTF-16.</summary>
    public static bool IsPossible(ReadOnlySpan<byte> file) => file.Length > 0 && (IsZip(file) || CsvTable.IsUtf16(file) || !file.Contains((byte)0));

    /// <summary>The rows that are not empty, the header first. Throws <see cref="UnreadableException" /> where it cannot go on.</summary>
    public static IEnumerable<TableRow> Read(byte[] file)
    {
        using var rows = (IsZip(file) ? XlsxTable.Read(file) : CsvTable.Read(file)).GetEnumerator();
        for (var read = 0; Next(rows); read++)
        {
            if (read > MostRows)
            {
                throw new UnreadableException(Texts.In($"At most {MostRows} rows.", $"{MostRows} صف على الأكثر.", $"{MostRows} lignes au plus."));
            }

            yield return rows.Current;
        }
    }

    /// <summary>As a spreadsheet calls a column: A, B, … AA.</summary>
    public static string Letter(int at) => at < 26 ? $"{(char)('A' + at)}" : Letter((at / 26) - 1) + Letter(at % 26);

    private static bool IsZip(ReadOnlySpan<byte> file) => file.StartsWith("PK\x03\x04"u8);

    private static bool Next(IEnumerator<TableRow> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new UnreadableException(Texts.In("This is no XLSX file that can be read.", "هذا ليس ملف XLSX يمكن قراءته.", "Ce n’est pas un fichier XLSX lisible."));
        }
    }
}
