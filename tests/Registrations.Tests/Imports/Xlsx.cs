using System.IO.Compression;
using System.Text;

namespace Platform.Registrations.Tests.Imports;

/// <summary>XLSX files made by hand, as spreadsheets write them and as nobody should.</summary>
internal static class Xlsx
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Of these parts, or with the usual workbook around a sheet.</summary>
    public static byte[] Of(string rows, string shared = "", string prolog = "", Dictionary<string, string>? more = null)
    {
        var parts = new Dictionary<string, string>
        {
            ["xl/workbook.xml"] = $"<workbook xmlns=\"{Main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"People\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ["xl/_rels/workbook.xml.rels"] = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            ["xl/styles.xml"] = $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"165\" formatCode=\"yyyy&quot;.&quot;mm\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>",
            ["xl/sharedStrings.xml"] = $"<sst xmlns=\"{Main}\">{shared}</sst>",
            ["xl/worksheets/sheet1.xml"] = $"{prolog}<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>",
        };
        foreach (var (name, text) in more ?? []) parts[name] = text;
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = new StreamWriter(zip.CreateEntry(name, CompressionLevel.SmallestSize).Open(), new UTF8Encoding(false));
                part.Write(text);
            }
        }

        return file.ToArray();
    }

    /// <summary>A row of texts in line.</summary>
    public static string Row(params string[] cells) => $"<row>{string.Concat(cells.Select(cell => cell.StartsWith('<') ? cell : $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>";
}
