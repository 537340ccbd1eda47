namespace Platform.Registrations.Tests.Visits;

public sealed class ListSiteRequestsTests : Visiting
{
    [Fact]
    public async Task Who_sees_the_visit_sees_what_was_asked_the_newest_first_page_by_page()
    {
        var visit = await RecordedAsync();
        List<Guid> asked = [];
        for (var at = 0; at < 3; at++)
        {
            asked.Insert(0, (await AskOfSiteTests.AskAsync(Monitor, visit)).Expect(201).Json.Id("requestId"));
        }

        foreach (var reader in Readers)
        {
            Assert.Equal(asked, (await reader.GetAsync($"/api/visits/{visit}/requests")).Items().Select(item => item.Id("requestId")));
        }

        var page = (await Officer.GetAsync($"/api/visits/{visit}/requests?limit=2")).Expect(200);
        Assert.Equal(asked[2], Assert.Single((await Officer.GetAsync($"/api/visits/{visit}/requests?limit=2&cursor={page.Json.Text("next")}")).Items()).Id("requestId"));
        Assert.Equal("$.limit", (await Officer.GetAsync($"/api/visits/{visit}/requests?limit=0")).WrongFields());
        Assert.Empty((await Officer.GetAsync($"/api/visits/{await RecordedAsync()}/requests")).Items());
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        var visit = await RecordedAsync();
        var none = (await Amal.GetAsync($"/api/visits/{Guid.NewGuid()}/requests")).Expect(404);

        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/visits/{visit}/requests")).Expect(404).Body);
        }
    }
}
