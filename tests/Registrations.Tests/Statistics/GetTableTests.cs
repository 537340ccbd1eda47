namespace Platform.Registrations.Tests.Statistics;

public sealed class GetTableTests : WithFigures
{
    private const string BySex = $"/api/statistics/{Month}/registered-by-sex";

    [Fact]
    public async Task What_is_hidden_is_null_and_nothing_else_tells_of_it()
    {
        var table = (await Statistician.GetAsync(BySex)).Expect(200);

        Assert.Equal("People registered, by district and sex", table.Json.Text("title"));
        Assert.Equal("""[{"code":"female","label":"Female"},{"code":"male-or-other","label":"Male, other or not known"}]""", table["columns"]!.ToJsonString());
        Assert.Equal(["LY0319 26,13 39", "hidden , ", "total , 57"], table["rows"]!.AsArray().Select(row => $"{row!["code"]} {string.Join(',', row["values"]!.AsArray())} {row["all"]}"));
        Assert.Equal("Sebha", table["rows"]![0]!["label"]!.GetValue<string>());
        Assert.Equal("no-store", table.CacheControl);
    }

    [Theory]
    [InlineData("?format=csv", null)]
    [InlineData("", "text/csv")]
    [InlineData("", "application/json;q=0.5, text/csv")]
    public async Task As_csv_it_says_the_same(string query, string? accept)
    {
        var file = (await Statistician.GetAsync(BySex + query, accept is null ? null : new() { ["Accept"] = accept, ["Accept-Language"] = "en" })).Expect(200);

        Assert.Equal(
            "\"2011-05\",\"People registered, by district and sex\",\"Female\",\"Male, other or not known\",\"All\"\r\n\"code\",\"label\",\"female\",\"male-or-other\",\"all\"\r\n"
            + "\"LY0319\",\"Sebha\",26,13,39\r\n\"hidden\",\"Not shown: too few people\",,,\r\n\"total\",\"Libya\",,,57\r\n", file.Body.TrimStart('\uFEFF'));
        Assert.Equal(("text/csv", "no-store"), (file.ContentType, file.CacheControl));
    }

    [Fact]
    public async Task A_table_that_is_withheld_says_so_and_has_no_rows()
    {
        var table = (await Statistician.GetAsync($"/api/statistics/{Month}/registered-by-status")).Expect(200);
        Assert.Equal("True 0 0", $"{table["withheld"]} {table["columns"]!.AsArray().Count} {table["rows"]!.AsArray().Count}", ignoreCase: true);
    }

    [Theory]
    [InlineData("2011-04/registered-by-sex")]
    [InlineData("2011-05/registered-by-nationality")]
    [InlineData("2011-05/5w")]
    [InlineData("2011-13/registered-by-sex")]
    [InlineData("may/registered-by-sex")]
    public async Task What_was_not_published_is_not_there(string path) => (await Statistician.GetAsync($"/api/statistics/{path}")).Expect(404);

    [Fact]
    public async Task A_form_that_there_is_none_of_is_named()
    {
        var refused = (await Statistician.GetAsync($"{BySex}?format=xlsx")).Expect(400);
        Assert.NotNull(refused["errors"]!["$.format"]);
    }

    [Fact]
    public async Task It_is_for_who_has_the_role_and_for_no_authority_and_no_embassy()
    {
        foreach (var other in await OthersAsync())
        {
            (await other.GetAsync(BySex)).Expect(403);
        }
    }
}
