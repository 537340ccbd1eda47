namespace Platform.Registrations.Tests.Families;

public sealed class ListHouseholdsTests : InAHousehold
{
    [Fact]
    public async Task Where_a_person_was_before_stays_behind_where_they_are()
    {
        var person = await Sabha.RegisterAsync();
        var before = await TogetherAsync(person);
        (await LeaveAsync(Sabha, before, person)).Expect(200);
        var now = await TogetherAsync(person);

        Assert.Equal([now, before], (await SabhaSupervisor.GetAsync($"/api/people/{person}/household")).Items().Select(item => item.Id("householdId")));
        (await Bayt.GetAsync($"/api/people/{person}/household")).Expect(404);
        (await TripoliCaseworker.GetAsync($"/api/people/{person}/household")).Expect(404);
    }

    [Fact]
    public async Task The_person_finds_them_in_the_copy_and_nobody_else()
    {
        var (person, other) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var household = await TogetherAsync(person, other);

        var copied = (await Sabha.GetAsync($"/api/people/{person}/copy")).Expect(200)["households"]!.AsArray();

        Assert.Equal(household, Assert.Single(copied).Id("householdId"));
        Assert.DoesNotContain(other.ToString(), copied.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Member, since 10 January 2026", (await Sabha.GetAsync($"/api/people/{person}/copy/page")).Expect(200).Body, StringComparison.Ordinal);
    }
}
