namespace Platform.Registrations.Tests.Merges;

public sealed class RejectMergeTests : OnMerges
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_is_enough_to_say_that_they_are_two_and_it_can_be_proposed_again(bool byTheSame)
    {
        var (merge, kept, duplicate) = await ProposedAsync();

        var rejected = (await (byTheSame ? Sabha : SabhaSupervisor).PostAsync($"/api/merges/{merge}/rejection", new { })).Expect(200);

        Assert.Equal("rejected", rejected.Json.Text("state"));
        Assert.Equal("rejected", (await ConfirmAsync(SabhaSupervisor, merge)).Expect(409).Json.Text("state"));
        Assert.Equal("rejected", (await Sabha.PostAsync($"/api/merges/{merge}/rejection", new { })).Expect(409).Json.Text("state"));
        Assert.Null((await Sabha.GetAsync($"/api/people/{duplicate}")).Expect(200)["mergedInto"]);
        (await ProposeAsync(Sabha, kept, duplicate)).Expect(201);
    }
}
