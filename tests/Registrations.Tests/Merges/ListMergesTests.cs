namespace Platform.Registrations.Tests.Merges;

public sealed class ListMergesTests : OnMerges
{
    [Fact]
    public async Task What_was_proposed_about_a_file_comes_the_newest_first_and_page_by_page()
    {
        var kept = await Sabha.RegisterAsync();
        var merges = new List<Guid>();
        for (var number = 0; number < 3; number++)
        {
            merges.Add((await ProposeAsync(Sabha, kept, await Sabha.RegisterAsync())).Expect(201).Json.Id("mergeId"));
        }

        var first = (await Sabha.GetAsync($"/api/people/{kept}/merges?limit=2")).Expect(200);
        var second = (await Sabha.GetAsync($"/api/people/{kept}/merges?limit=2&cursor={first.Json.Text("next")}")).Expect(200);

        merges.Reverse();
        Assert.Equal(merges, first.Items().Concat(second.Items()).Select(item => item.Id("mergeId")));
        (await Amal.GetAsync($"/api/people/{kept}/merges")).Expect(404);
        (await Sabha.GetAsync($"/api/people/{kept}/merges?limit=0")).Expect(400);
    }
}
