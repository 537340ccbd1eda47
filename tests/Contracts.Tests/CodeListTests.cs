using Platform.Contracts.Codes;

namespace Platform.Contracts.Tests;

public sealed class CodeListTests
{
    public static TheoryData<string> Lists => [.. typeof(CodeList).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".csv", StringComparison.Ordinal)).Select(name => name.Split('.')[^2])];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_list_loads_and_holds_no_code_twice(string list)
    {
        var codes = CodeList.Load(list).Codes;
        Assert.NotEmpty(codes);
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void The_hubs_of_the_programme_are_municipalities_of_the_list() =>
        Assert.All(["LY010304", "LY021401", "LY031901", "LY021104", "LY021503"], pcode => Assert.True(CodeList.Adm3.Contains(pcode)));

    [Fact]
    public void A_district_is_read_from_its_municipality() => Assert.Equal(("LY0319", "LY03"), (Pcode.Adm2Of("LY031901"), Pcode.Adm1Of("LY031901")));

    [Theory]
    [InlineData("2008-11-24", "day", "12-17")]      // eighteen tomorrow
    [InlineData("2008-11-23", "day", "18-59")]      // eighteen today
    [InlineData("2008-11-01", "month", "12-17")]    // born in November: perhaps on the 30th
    [InlineData("2026-11-23", "day", "0-4")]
    [InlineData("1966-11-23", "day", "60+")]
    public void An_age_band_is_that_of_the_day(string birthDate, string precision, string band) =>
        Assert.Equal(band, AgeBand.Of(DateOnly.Parse(birthDate, System.Globalization.CultureInfo.InvariantCulture), new DateOnly(2026, 11, 23), precision).Code);

    [Theory]
    [InlineData(2008, "year", "12-17")]
    [InlineData(2007, "estimate", "12-17")]
    [InlineData(1990, "estimate", "18-59")]
    public void Who_may_still_be_a_child_is_one(int birthYear, string precision, string band) =>
        Assert.Equal(band, AgeBand.Of(birthYear, precision, new DateOnly(2026, 11, 23)).Code);
}
