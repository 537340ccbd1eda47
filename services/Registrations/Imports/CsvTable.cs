using System.Text;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>
/// CSV as RFC 4180 has it, with a comma, a semicolon or a tab, whichever its header has most of. UTF-8, or UTF-16 that says so; what is neither is named by its byte and never guessed.
/// </summary>
internal static class CsvTable
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Whether it says so at its beginning.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    public static IEnumerable<TableRow> Read(byte[] sent)
    {
        var file = IsUtf16(sent) ? FromUtf16(sent) : sent;
        var at = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        var separator = SeparatorOf(file.AsSpan(at));
        var cell = new MemoryStream();
        for (var number = 1; at < file.Length; number++)
        {
            var (cells, problems) = (new List<string?>(), new List<(int, string)>());
            for (var more = true; more;)
            {
                (at, more) = ReadCell(file, at, separator, cell, number, cells.Count);
                cells.Add(TextOf(cell, at, cells.Count, problems));
                if (cells.Count > Table.MostColumns && cells[^1] is { Length: > 0 })
                {
                    throw new UnreadableException(new Fault(number, Table.Letter(cells.Count - 1), TooWide()));
                }
            }

            if (problems.Count > 0 || cells.Exists(text => !string.IsNullOrWhiteSpace(text)))
            {
                yield return new TableRow(number, cells, problems);
            }
        }
    }

    internal static string TooWide() => Texts.In($"At most {Table.MostColumns} columns.", $"{Table.MostColumns} عموداً على الأكثر.", $"{Table.MostColumns} colonnes au plus.");

    internal static string TooLong() => Texts.In("This cell is too long.", "هذه الخلية طويلة جداً.", "Cette cellule est trop longue.");

    /// <summary>Takes in one cell without its quotes, and says where it goes on and whether another one of the row follows.</summary>
    private static (int At, bool More) ReadCell(byte[] file, int at, byte separator, MemoryStream cell, int row, int column)
    {
        cell.SetLength(0);
        if (at < file.Length && file[at] == '"')
        {
            for (at++; ; at++)
            {
                if (at >= file.Length)
                {
                    throw new UnreadableException(new Fault(row, Table.Letter(column), Texts.In("A quotation mark is not closed.", "علامة اقتباس لم تُغلق.", "Un guillemet n’est pas fermé.")));
                }

                if (file[at] == '"' && ++at is var next && (next >= file.Length || file[next] != '"'))
                {
                    break;
                }

                Take(file[at]);
            }

            if (at < file.Length && file[at] != separator && file[at] is not ((byte)'\r' or (byte)'\n'))
            {
                throw new UnreadableException(new Fault(row, Table.Letter(column), Texts.In("Text follows a closed quotation mark.", "نص يتبع علامة اقتباس مغلقة.", "Du texte suit un guillemet fermé.")));
            }
        }
        else
        {
            for (; at < file.Length && file[at] != separator && file[at] is not ((byte)'\r' or (byte)'\n'); at++)
            {
                Take(file[at]);
            }
        }

        if (at < file.Length && file[at] == separator)
        {
            return (at + 1, true);
        }

        return (at + (at + 1 < file.Length && file[at] == '\r' && file[at + 1] == '\n' ? 2 : 1), false);

        void Take(byte one)
        {
            if (cell.Length > 4 * Table.LongestCell)
            {
                throw new UnreadableException(new Fault(row, Table.Letter(column), TooLong()));
            }

            cell.WriteByte(one);
        }
    }

    private static string? TextOf(MemoryStream cell, int end, int column, List<(int, string)> problems)
    {
        var bytes = cell.GetBuffer().AsSpan(0, (int)cell.Length);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            problems.Add((column, Texts.In(
                $"Not UTF-8, before byte {end} of the file. Save the table as CSV UTF-8.",
                $"ليس UTF-8 قبل البايت {end} من الملف. احفظ الجدول بصيغة CSV UTF-8.",
                $"Pas en UTF-8, avant l’octet {end} du fichier. Enregistrez le tableau en CSV UTF-8.")));
            return null;
        }
    }

    private static byte SeparatorOf(ReadOnlySpan<byte> file)
    {
        var (counts, isQuoted) = (new int[128], false);
        foreach (var one in file)
        {
            if (one == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && one is (byte)'\r' or (byte)'\n')
            {
                break;
            }
            else if (!isQuoted && one < 128)
            {
                counts[one]++;
            }
        }

        return ((byte[])[(byte)',', (byte)';', (byte)'\t']).MaxBy(one => counts[one]);
    }

    private static byte[] FromUtf16(byte[] file)
    {
        try
        {
            return Encoding.UTF8.GetBytes(new UnicodeEncoding(file[0] == 0xFE, false, true).GetString(file, 2, file.Length - 2));
        }
        catch (ArgumentException)
        {
            throw new UnreadableException(Texts.In("Not UTF-16, as it says it is.", "ليس UTF-16 كما يقول.", "Pas en UTF-16, comme il le dit."));
        }
    }
}
