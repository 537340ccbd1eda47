using System.Globalization;
using System.Text;
using System.Xml;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>The first sheet of an XLSX file, row by row. Values only: what a formula would come to, nobody has written down, and a date is what the sheet shows as one.</summary>
internal static class XlsxTable
{
    public static IEnumerable<TableRow> Read(byte[] file)
    {
        using var package = new XlsxPackage(file);
        var book = XlsxBook.Read(package);
        using var sheet = package.Open(book.Sheet) ?? throw new InvalidDataException("There is no first sheet.");
        var number = 0;
        while (sheet.Read())
        {
            if (sheet is not { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                continue;
            }

            number = int.TryParse(sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > number ? told : number + 1;
            if (!sheet.IsEmptyElement && ReadRow(sheet, book, number) is { } row)
            {
                yield return row;
            }
        }
    }

    private static TableRow? ReadRow(XmlReader sheet, XlsxBook book, int number)
    {
        var (cells, problems) = (new List<string?>(), new List<(int, string)>());
        var at = -1;
        while (sheet.Read() && sheet is not { NodeType: XmlNodeType.EndElement, LocalName: "row" })
        {
            if (sheet is not { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                continue;
            }

            at = ColumnOf(sheet.GetAttribute("r")) ?? at + 1;
            var text = ReadCell(sheet, book, at, problems);
            if (text is not { Length: > 0 })
            {
                continue;
            }

            if (at >= Table.MostColumns)
            {
                throw new UnreadableException(new Fault(number, Table.Letter(Math.Min(at, 16_383)), CsvTable.TooWide()));
            }

            while (cells.Count <= at)
            {
                cells.Add(null);
            }

            cells[at] = text;
        }

        return problems.Count > 0 || cells.Exists(text => !string.IsNullOrWhiteSpace(text)) ? new TableRow(number, cells, problems) : null;
    }

    private static string? ReadCell(XmlReader sheet, XlsxBook book, int at, List<(int, string)> problems)
    {
        var (type, style) = (sheet.GetAttribute("t"), sheet.GetAttribute("s"));
        if (sheet.IsEmptyElement)
        {
            return null;
        }

        var (value, isFormula) = (new StringBuilder(), false);
        while (sheet.Read() && sheet is not { NodeType: XmlNodeType.EndElement, LocalName: "c" })
        {
            if (sheet.NodeType is XmlNodeType.Element)
            {
                isFormula |= sheet.LocalName == "f";
                if (sheet.LocalName is "v" or "t")
                {
                    ReadText(sheet, value);
                }
                else if (sheet.LocalName == "rPh")
                {
                    SkipTo(sheet, "rPh");   // how it is read aloud, not what it says
                }
            }
        }

        if (isFormula)
        {
            problems.Add((at, Texts.In("A formula. Put its value there instead.", "صيغة حسابية. ضع قيمتها مكانها.", "Une formule. Mettez sa valeur à la place.")));
            return null;
        }

        if (type == "e")
        {
            problems.Add((at, Texts.In("An error of the spreadsheet, and no value.", "خطأ من الجدول وليس قيمة.", "Une erreur du tableur, pas une valeur.")));
            return null;
        }

        return type switch
        {
            "s" => book.Shared(value.ToString()),
            "b" => value is ['1'] ? "true" : "false",
            "str" or "inlineStr" or "d" => value.ToString(),
            _ => book.NumberOf(value.ToString(), style),
        };
    }

    /// <summary>Adds the text up to the end of the element, in pieces: a node may be as long as a file.</summary>
    internal static void ReadText(XmlReader reader, StringBuilder text)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var piece = new char[1024];
        while (reader.Read() && reader.NodeType is not XmlNodeType.EndElement)
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
            {
                continue;
            }

            for (int taken; (taken = reader.ReadValueChunk(piece, 0, piece.Length)) > 0;)
            {
                if (text.Append(piece, 0, taken).Length > Table.LongestCell)
                {
                    throw new UnreadableException(CsvTable.TooLong());
                }
            }
        }
    }

    internal static void SkipTo(XmlReader reader, string end)
    {
        while (!reader.IsEmptyElement && reader.Read() && !(reader.NodeType is XmlNodeType.EndElement && reader.LocalName == end))
        {
        }
    }

    /// <summary>Which column a reference as AB12 is in, from zero.</summary>
    private static int? ColumnOf(string? reference)
    {
        var at = 0;
        foreach (var letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z' || at > 20_000)
            {
                break;
            }

            at = (at * 26) + letter - 'A' + 1;
        }

        return at == 0 ? null : at - 1;
    }
}
