using System.Globalization;
using System.Text;
using System.Xml;

namespace Platform.Registrations.Imports;

/// <summary>What a sheet leans on: where it is, the texts that its cells share, and which numbers are days.</summary>
internal sealed class XlsxBook
{
    private const int MostShared = 1_000_000;
    private const int MostSharedLetters = 32 * 1024 * 1024;
    private const int MostFormats = 100_000;

    private readonly List<string> shared = [];
    private readonly List<bool> areDays = [];
    private bool isFrom1904;

    /// <summary>The part that is the first sheet.</summary>
    public string Sheet { get; private set; } = "";

    public static XlsxBook Read(XlsxPackage package)
    {
        var book = new XlsxBook();
        book.ReadSheet(package);
        book.ReadStyles(package);
        book.ReadShared(package);
        return book;
    }

    /// <summary>A text by its number.</summary>
    public string Shared(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at] : throw new InvalidDataException("A text that is not there.");

    /// <summary>A number as somebody would write it, or the day that it is shown as.</summary>
    public string NumberOf(string value, string? style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return value;
        }

        if (int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < areDays.Count && areDays[at])
        {
            var days = number + (isFrom1904 ? 1462 : 0);
            return days is >= 1 and < 2_958_466 ? DateOnly.FromDateTime(DateTime.FromOADate(days)).ToString("O", CultureInfo.InvariantCulture) : value;
        }

        return number == Math.Truncate(number) && Math.Abs(number) < 1e15 ? ((long)number).ToString(CultureInfo.InvariantCulture) : value;
    }

    private void ReadSheet(XlsxPackage package)
    {
        string? id = null;
        using (var book = package.Open("xl/workbook.xml") ?? throw new InvalidDataException("There is no workbook."))
        {
            while (book.Read())
            {
                if (book is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                {
                    isFrom1904 = book.GetAttribute("date1904") is "1" or "true";
                }
                else if (book is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && id is null)
                {
                    while (book.MoveToNextAttribute())
                    {
                        id = book.LocalName == "id" ? book.Value : id;
                    }
                }
            }
        }

        using var relations = package.Open("xl/_rels/workbook.xml.rels") ?? throw new InvalidDataException("The workbook has no parts.");
        while (relations.Read())
        {
            if (relations is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && relations.GetAttribute("Id") == id && relations.GetAttribute("Target") is { } target)
            {
                Sheet = target.StartsWith('/') ? target[1..] : $"xl/{target}";
            }
        }
    }

    private void ReadStyles(XlsxPackage package)
    {
        using var styles = package.Open("xl/styles.xml");
        var (ownDays, isOfCells) = (new HashSet<string>(), false);
        while (styles?.Read() is true)
        {
            switch (styles.NodeType, styles.LocalName)
            {
                case (XmlNodeType.Element, "numFmt") when styles.GetAttribute("numFmtId") is { } id && ownDays.Count < MostFormats && ShowsDay(styles.GetAttribute("formatCode") ?? ""):
                    ownDays.Add(id);
                    break;
                case (XmlNodeType.Element, "cellXfs"):
                    isOfCells = true;
                    break;
                case (XmlNodeType.EndElement, "cellXfs"):
                    isOfCells = false;
                    break;
                case (XmlNodeType.Element, "xf") when isOfCells && areDays.Count < MostFormats:
                    var format = styles.GetAttribute("numFmtId") ?? "0";
                    areDays.Add(ownDays.Contains(format) || format is "14" or "15" or "16" or "17" or "22" or "27" or "28" or "29" or "30" or "31" or "36" or "50" or "51" or "52" or "53" or "54" or "57" or "58");
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether a format of one's own shows a day or a year, outside of what it says in quotes, brackets or behind a backslash.</summary>
    private static bool ShowsDay(string format)
    {
        var (isQuoted, isBracketed) = (false, false);
        for (var at = 0; at < format.Length; at++)
        {
            switch (format[at])
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '[' when !isQuoted:
                    isBracketed = true;
                    break;
                case ']':
                    isBracketed = false;
                    break;
                case '\\' when !isQuoted:
                    at++;
                    break;
                case 'y' or 'Y' or 'd' or 'D' when !isQuoted && !isBracketed:
                    return true;
                default:
                    break;
            }
        }

        return false;
    }

    private void ReadShared(XlsxPackage package)
    {
        using var texts = package.Open("xl/sharedStrings.xml");
        var letters = 0L;
        while (texts?.Read() is true)
        {
            if (texts is not { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                continue;
            }

            var text = new StringBuilder();
            while (!texts.IsEmptyElement && texts.Read() && texts is not { NodeType: XmlNodeType.EndElement, LocalName: "si" })
            {
                if (texts is { NodeType: XmlNodeType.Element, LocalName: "t" })
                {
                    XlsxTable.ReadText(texts, text);
                }
                else if (texts is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
                {
                    XlsxTable.SkipTo(texts, "rPh");
                }
            }

            shared.Add(text.ToString());
            letters += text.Length;
            if (shared.Count > MostShared || letters > MostSharedLetters)
            {
                throw XlsxPackage.TooLarge();
            }
        }
    }
}
