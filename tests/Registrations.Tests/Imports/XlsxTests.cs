using System.Globalization;
using System.Text;

namespace Platform.Registrations.Tests.Imports;

/// <summary>XLSX as it comes, and as it must not do harm.</summary>
public sealed class XlsxTests : Importing
{
    private static readonly string[] Columns = ["agreed", "givenName", "familyName", "sex", "birthDate", "phone", "areaCode", "setting"];

    [Fact]
    public async Task People_are_read_from_the_first_sheet_days_and_numbers_as_they_are_shown()
    {
        var family = Invented();
        var shared = $"<si><t>{family}</t></si><si><r><t>فا</t></r><r><t>طمة</t></r><rPh><t>fa</t></rPh></si>";
        var day = new DateTime(1990, 5, 4).ToOADate().ToString(CultureInfo.InvariantCulture);
        string Person(string born) => Xlsx.Row("<c t=\"b\"><v>1</v></c>", "<c t=\"s\"><v>1</v></c>", "<c t=\"s\"><v>0</v></c>", "female", born, "<c><v>2.18910000001E11</v></c>", "LY031901", "urban");

        var import = await ImportedAsync(Xlsx.Of(Xlsx.Row(Columns) + "<row/>" + Person($"<c s=\"1\"><v>{day}</v></c>") + Person($"<c s=\"2\"><v>{day}.75</v></c>")
            + "<row r=\"9\"><c r=\"A9\" t=\"inlineStr\"><is><t>yes</t></is></c><c r=\"H9\" t=\"inlineStr\"><is><t>urban</t></is></c><c r=\"G9\" t=\"inlineStr\"><is><t>LY031901</t></is></c><c r=\"B9\" t=\"s\"><v>1</v></c><c r=\"C9\" t=\"s\"><v>0</v></c><c r=\"D9\" t=\"inlineStr\"><is><t>male</t></is></c><c r=\"E9\" t=\"inlineStr\"><is><t>1991-01-01</t></is></c></row>", shared));

        Assert.Equal(("done", 3), (How(import), import["rowsImported"]!.GetValue<int>()));
        var people = (await Sabha.GetAsync("/api/people?limit=200")).Items().Where(person => person.Text("familyName") == family).ToList();
        foreach (var person in people.Where(person => person.Text("sex") == "female"))
        {
            var read = (await Sabha.GetAsync($"/api/people/{person.Id("personId")}")).Json;
            Assert.Equal(("فاطمة", "1990-05-04", "218910000001"), (read.Text("givenName"), read.Text("birthDate"), read.Text("phone")));
        }

        Assert.Equal(3, people.Count);
    }

    [Fact]
    public async Task Formulas_and_errors_of_a_spreadsheet_are_no_values()
    {
        var import = await ImportedAsync(Xlsx.Of(Xlsx.Row(Columns)
            + Xlsx.Row("yes", "<c><f>1+1</f><v>2</v></c>", "A", "female", "<c t=\"e\"><v>#N/A</v></c>", "<c/>", "LY031901", "urban") + Xlsx.Row("yes", "=1+1", "A", "female", "1990-01-01", "<c/>", "LY031901", "urban")));

        Assert.Equal(("refused rows", "2 givenName, 2 birthDate, 3 givenName"), (How(import), await PlacesAsync(import)));
    }

    [Fact]
    public async Task What_unfolds_to_more_than_it_could_be_is_not_unfolded()
    {
        var endless = string.Concat(Enumerable.Repeat("<row><c/></row>", 4_000_000));
        var bombs = new Dictionary<string, byte[]>
        {
            ["a sheet"] = Xlsx.Of(endless),
            ["texts"] = Xlsx.Of(Xlsx.Row(Columns), string.Concat(Enumerable.Repeat("<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>", 1_000_000))),
            ["parts"] = Xlsx.Of(Xlsx.Row(Columns), more: Enumerable.Range(0, 2_001).ToDictionary(at => $"xl/media/{at}", _ => "")),
        };

        foreach (var (what, bomb) in bombs)
        {
            Assert.InRange(bomb.Length, 1, 1024 * 1024);
            var import = await ImportedAsync(bomb, "?dryRun=true");
            Assert.Equal((what, "refused file"), (what, How(import)));
            Assert.Contains("unfolds", Assert.Single(await ErrorsAsync(import)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_workbook_or_leads_elsewhere_is_not_read()
    {
        var files = new Dictionary<string, byte[]>
        {
            ["no zip"] = [.. "PK\x03\x04"u8, .. Encoding.UTF8.GetBytes("and then something else")],
            ["no workbook"] = Xlsx.Of("", more: new() { ["xl/workbook.xml"] = "<html/>" }),
            ["entities"] = Xlsx.Of(Xlsx.Row("&lol;"), prolog: "<!DOCTYPE worksheet [<!ENTITY lol \"lol\">]>"),
            ["another file"] = Xlsx.Of(Xlsx.Row("&lol;"), prolog: "<!DOCTYPE worksheet [<!ENTITY lol SYSTEM \"file:///etc/passwd\">]>"),
            ["half of it"] = Xlsx.Of(Xlsx.Row(Columns))[..600],
            ["no XML"] = Xlsx.Of("<row><c>"),
            ["a text that is not there"] = Xlsx.Of("<row><c t=\"s\"><v>7</v></c></row>"),
            ["a long cell"] = Xlsx.Of(Xlsx.Row(new string('a', 40_000))),
            ["far to the right"] = Xlsx.Of("<row><c r=\"ZZ1\"><v>1</v></c></row>"),
        };

        foreach (var (what, file) in files)
        {
            Assert.Equal((what, "refused file"), (what, How(await ImportedAsync(file, "?dryRun=true"))));
        }
    }
}
