namespace Platform.Registrations.Tests.Duplicates;

public sealed class ListDuplicatesTests : OnPairs
{
    [Fact]
    public async Task The_list_says_what_is_to_be_looked_at_and_nothing_of_whom()
    {
        var (pair, _, _) = await PairAsync();

        var item = (await Desk.GetAsync("/api/duplicates?state=open&limit=200")).Items().Single(item => item.Id("duplicateId") == pair);

        Assert.Equal("band duplicateId foundAt reasons state version", item.FieldNames());
        (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = false })).Expect(200);
        Assert.DoesNotContain((await Desk.GetAsync("/api/duplicates?state=open&limit=200")).Items(), item => item.Id("duplicateId") == pair);
        Assert.Contains((await SecondAtDesk.GetAsync("/api/duplicates?limit=200")).Items(), item => item.Id("duplicateId") == pair && item.Text("state") == "different");
    }

    [Fact]
    public async Task A_state_that_is_none_is_named() => Assert.Equal("$.state", (await Desk.GetAsync("/api/duplicates?state=ended")).WrongFields());
}
