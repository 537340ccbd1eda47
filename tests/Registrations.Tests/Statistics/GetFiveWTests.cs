namespace Platform.Registrations.Tests.Statistics;

public sealed class GetFiveWTests : WithFigures
{
    [Fact]
    public async Task Rows_have_the_tags_of_HXL_and_a_name_that_a_spreadsheet_would_run_is_none()
    {
        var file = (await Statistician.GetAsync($"/api/statistics/{Month}/5w.csv")).Expect(200);

        var lines = file.Body.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("\"Reporting organisation\",\"Implementing organisation\",\"Sector\",\"Activity\"", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            "#org+reporting,#org+impl,#sector,#activity,#status,#date+reported,#date+start,#date+end,#country+code,#adm1+code,#adm1+name,#adm2+code,#adm2+name,#indicator+name,#indicator+num,"
            + "#reached,#reached+f+adults,#reached+f+children,#reached+m+adults,#reached+m+children,#reached+unknown", lines[1].Replace("\"", "", StringComparison.Ordinal));
        const string Common = """"
            "'=Amal, ""Health""","'=Amal, ""Health""","PRO","{0}","completed","2011-05","2011-05-01","2011-05-31","LBY","LY03","South","LY0319","Sebha",
            """";
        Assert.Equal(
            [$"{Common.Replace("{0}", "Registration", StringComparison.Ordinal)}\"\",,39,,,,,", $"{Common.Replace("{0}", "Awareness and outreach", StringComparison.Ordinal)}\"Activities\",2,80,20,15,30,15,"],
            lines[2..]);
        Assert.Equal(("text/csv", "no-store"), (file.ContentType, file.CacheControl));
        Assert.Equal([0xEF, 0xBB, 0xBF], (await BytesAsync($"/api/statistics/{Month}/5w.csv"))[..3]);   // or a spreadsheet reads Arabic wrongly
    }

    [Fact]
    public async Task What_was_not_published_is_not_there_and_it_is_for_who_has_the_role()
    {
        (await Statistician.GetAsync("/api/statistics/2011-04/5w.csv")).Expect(404);
        foreach (var other in await OthersAsync())
        {
            (await other.GetAsync($"/api/statistics/{Month}/5w.csv")).Expect(403);
        }
    }
}
