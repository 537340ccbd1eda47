namespace Platform.Registrations.Tests.Families;

public sealed class LeaveHouseholdTests : InAHousehold
{
    [Fact]
    public async Task That_they_were_of_it_stays()
    {
        var (person, stays) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var household = await TogetherAsync(person, stays);

        var left = (await LeaveAsync(Sabha, household, person)).Expect(200)["members"]![0]!.AsObject();

        Assert.Equal((Today, "Went on alone (invented)."), (left.Text("leftOn"), left.Text("leaveReason")));
        Assert.Equal("left", (await LeaveAsync(Sabha, household, person)).Expect(409).Json.Text("state"));
        var of = Assert.Single((await Sabha.GetAsync($"/api/people/{person}/household")).Items());
        Assert.Equal((household, Today), (of.Id("householdId"), of["member"]!.AsObject().Text("leftOn")));
    }

    [Theory]
    [InlineData("2999-01-01")]
    [InlineData("2026-01-09")]   // before they joined
    public async Task A_day_that_cannot_be_is_named(string on)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal("$.leftOn", (await LeaveAsync(Sabha, await TogetherAsync(person), person, on)).WrongFields());
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_takes_nobody_out()
    {
        var (person, read) = (await Sabha.RegisterAsync(), await Amal.RegisterAsync());
        var (household, theirs) = (await TogetherAsync(person), (await OpenAsync(Amal, Joins(read))).Expect(201).Json.Id("householdId"));

        (await LeaveAsync(Bayt, household, person)).Expect(404);
        (await LeaveAsync(Sabha, household, await Sabha.RegisterAsync())).Expect(404);
        (await LeaveAsync(Sabha, theirs, person)).Expect(404);
        (await LeaveAsync(await WhoOnlyReadsAsync(read), theirs, read)).Expect(403);
    }
}
