namespace Platform.Registrations.Tests.Statistics;

public sealed class ListMonthsTests : WithFigures
{
    [Fact]
    public async Task Months_and_their_tables_are_listed_the_newest_first_in_the_readers_language()
    {
        var answer = (await Statistician.GetAsync("/api/statistics", new() { ["Accept-Language"] = "fr" })).Expect(200);

        var months = answer.Items().ToList();
        Assert.Equal(months.Select(month => month.Text("month")).OrderDescending(), months.Select(month => month.Text("month")));
        var may = months.Single(month => month.Text("month") == Month);
        Assert.Equal(9, may["tables"]!.AsArray().Count);
        Assert.Equal("registered-by-sex Personnes enregistrées, par district et par sexe", $"{may["tables"]![0]!["table"]} {may["tables"]![0]!["title"]}");
        Assert.Equal("no-store", answer.CacheControl);
    }

    [Fact]
    public async Task They_are_for_who_has_the_role_and_for_no_authority_and_no_embassy()
    {
        foreach (var other in await OthersAsync())
        {
            (await other.GetAsync("/api/statistics")).Expect(403);
        }
    }
}
