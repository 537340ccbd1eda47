using System.Globalization;
using System.Text;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Statistics;

/// <summary>The 5W table of a month as it was published, with the names that agencies had then.</summary>
/// <param name="Agencies">Who is in it.</param>
/// <param name="Lines">Who did what where, for how many.</param>
public sealed record FiveWTable(IReadOnlyList<FiveWTable.AgencyName> Agencies, IReadOnlyList<FiveWLine> Lines)
{
    /// <summary>An agency.</summary>
    public sealed record AgencyName(Guid AgencyId, string Code, string Name);

    /// <summary>Names of columns and the tags of HXL under them, from the list hxl-tag; what that has no word for is a tag of it with one more attribute.</summary>
    private static readonly IReadOnlyList<(string Name, string Tag)> Columns =
    [
        .. ((string[])["#org+reporting", "#org+impl", "#sector", "#activity", "#status", "#date+reported", "#date+start", "#date+end", "#country+code", "#adm1+code", "#adm1+name", "#adm2+code", "#adm2+name",
            "#indicator+name", "#indicator+num", "#reached", "#reached+f+adults", "#reached+f+children", "#reached+m+adults", "#reached+m+children"])
            .Select(tag => (Tags[tag]["label_en"], tag)),
        ("Reached, sex or age not known", "#reached+unknown"),
    ];

    private static CodeList Tags => CodeList.Load("hxl-tag");

    /// <summary>As CSV: a row of names, a row of tags, and the lines. Names of columns and of HXL are English, as those who gather such tables expect.</summary>
    public string Csv(DateOnly month)
    {
        var text = new StringBuilder();
        StatisticsCsv.Line(text, Columns.Select(column => column.Name));
        StatisticsCsv.Line(text, Columns.Select(column => column.Tag));
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var (first, last) = (Day(month), Day(month.AddMonths(1).AddDays(-1)));
        foreach (var line in Lines)
        {
            var agency = Agencies.First(one => one.AgencyId == line.Agency).Name;
            var region = Pcode.Adm1Of(line.Area);
            StatisticsCsv.Line(
                text, [agency, agency, "PRO", Titles.OfActivity(line.Activity), "completed", first[..7], first, last, "LBY", region, CodeList.Adm1[region].Label(language), line.Area, CodeList.Adm2[line.Area].Label(language),
                line.Activities is null ? "" : Texts.In("Activities", "الأنشطة", "Activités")],
                line.Activities, line.Reached, line.Women, line.Girls, line.Men, line.Boys, line.Unspecified);
        }

        return text.ToString();
    }

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
