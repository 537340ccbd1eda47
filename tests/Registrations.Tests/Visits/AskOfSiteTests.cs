namespace Platform.Registrations.Tests.Visits;

public sealed class AskOfSiteTests : Visiting
{
    [Fact]
    public async Task Who_keeps_the_visit_asks_and_others_do_not()
    {
        var visit = await RecordedAsync();

        foreach (var keeper in (Partner[])[Sabha, Monitor, Supervisor])
        {
            var asked = (await AskAsync(keeper, visit)).Expect(201);
            Assert.Equal("askedAt askedBy dueOn overdue requestId state what", asked.Json.FieldNames());
            Assert.Equal(("open", "A doctor twice a week (invented)."), (asked.Json.Text("state"), asked.Json.Text("what")));
        }

        (await AskAsync(Officer, visit)).Expect(403);
        foreach (var other in await OthersAsync())
        {
            (await AskAsync(other, visit)).Expect(404);
        }
    }

    [Fact]
    public async Task Of_what_is_closed_nothing_more_is_asked() =>
        Assert.Equal("closed", (await AskAsync(Sabha, await InStateAsync("closed"))).Expect(409).Json.Text("state"));

    [Fact]
    public async Task What_cannot_be_is_named()
    {
        var visit = await RecordedAsync();

        Assert.Equal("$.dueOn $.what", (await Sabha.PostAsync($"/api/visits/{visit}/requests", new { })).WrongFields());
        Assert.Equal("$.dueOn", (await AskAsync(Sabha, visit, -1)).WrongFields());
        Assert.Equal("$.dueOn", (await AskAsync(Sabha, visit, 900)).WrongFields());
    }

    [Fact]
    public async Task The_same_sent_twice_is_one()
    {
        var (visit, key) = (await RecordedAsync(), Guid.NewGuid().ToString());

        var first = (await AskAsync(Sabha, visit, key: key)).Expect(201);

        Assert.Equal(first.Body, (await AskAsync(Sabha, visit, key: key)).Expect(201).Body);
        Assert.Single((await Sabha.GetAsync($"/api/visits/{visit}/requests")).Items());
    }

    internal static Task<Answer> AskAsync(Partner by, Guid visit, int days = 14, string? key = null) =>
        by.PostAsync($"/api/visits/{visit}/requests", new { what = "A doctor twice a week (invented).", dueOn = In(days) }, key);
}
