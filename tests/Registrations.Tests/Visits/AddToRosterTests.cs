namespace Platform.Registrations.Tests.Visits;

public sealed class AddToRosterTests : Visiting
{
    [Fact]
    public async Task One_or_many_are_added_each_by_a_number_and_nobody_by_name()
    {
        var visit = await RecordedAsync();

        var one = (await AddAsync(Sabha, visit, 7)).Expect(201);
        var roster = (await AddAsync(Monitor, visit, [.. Enumerable.Range(10, 3)])).Expect(201);

        Assert.Equal([7], Numbers(one));
        Assert.Equal([7, 10, 11, 12], Numbers(roster));
        Assert.Equal("ageBand entryId nationality needs number promoted sex", roster["items"]![0].FieldNames());
    }

    [Fact]
    public async Task A_number_is_taken_once_also_by_two_at_once_and_all_are_added_or_none()
    {
        var visit = await RecordedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AddAsync(Sabha, visit, 1, 2)));

        Assert.Equal([201, 400, 400, 400], answers.Select(answer => answer.Status).Order());
        Assert.Equal("$.entries[1].number", (await AddAsync(Sabha, visit, 3, 2)).WrongFields());
        Assert.Equal([1, 2], Numbers(await Sabha.GetAsync($"/api/visits/{visit}/roster")));
    }

    [Fact]
    public async Task Of_more_than_500_none_is_added_and_of_500_all()
    {
        var visit = await RecordedAsync();

        Assert.Equal("$.entries", (await AddAsync(Sabha, visit, [.. Enumerable.Range(1, 501)])).WrongFields());
        Assert.Empty(Numbers(await Sabha.GetAsync($"/api/visits/{visit}/roster")));
        for (var from = 1; from <= 1_501; from += 500)
        {
            (await AddAsync(Sabha, visit, [.. Enumerable.Range(from, 500)])).Expect(201);
        }

        Assert.Equal("$.entries", (await AddAsync(Sabha, visit, 9_999)).WrongFields());
        Assert.Equal(2_000, Numbers(await Sabha.GetAsync($"/api/visits/{visit}/roster")).Count);
    }

    [Theory]
    [InlineData("""{ "entries": [] }""", "$.entries")]
    [InlineData("{}", "$.entries")]
    [InlineData("""{ "entries": [null] }""", "$.entries[0]")]
    [InlineData("""{ "entries": [{ "number": 0, "sex": "female", "ageBand": "18-59" }] }""", "$.entries[0].number")]
    [InlineData("""{ "entries": [{ "number": 1, "sex": "female", "ageBand": "18-59" }, { "number": 1, "sex": "male", "ageBand": "5-11" }] }""", "$.entries[1]")]
    [InlineData("""{ "entries": [{ "number": 1, "sex": "woman", "ageBand": "adult", "nationality": "XXX" }] }""", "$.entries[0].ageBand $.entries[0].nationality $.entries[0].sex")]
    [InlineData("""{ "entries": [{ "number": 1, "sex": "female", "ageBand": "18-59", "needs": ["CR-AF"] }] }""", "$.entries[0].needs")]       // a detail
    [InlineData("""{ "entries": [{ "number": 1, "sex": "female", "ageBand": "18-59", "needs": ["SV"] }] }""", "$.entries[0].needs")]          // what was done to somebody
    [InlineData("""{ "entries": [{ "number": 1, "sex": "female", "ageBand": "18-59", "needs": ["DS", "DS"] }] }""", "$.entries[0].needs")]
    [InlineData("""{ "entries": [{ "number": 1, "sex": "female", "ageBand": "18-59", "name": "Somebody (invented)" }] }""", "$.entries[0].name")]
    public async Task What_cannot_be_is_named(string body, string paths)
    {
        var visit = await RecordedAsync();

        Assert.Equal(paths, (await Sabha.PostAsync($"/api/visits/{visit}/roster", body)).WrongFields());
    }

    [Fact]
    public async Task A_roster_of_others_is_not_there_and_a_closed_one_is_closed()
    {
        var visit = await RecordedAsync();
        var none = (await AddAsync(Amal, Guid.NewGuid(), 1)).Expect(404);

        (await AddAsync(Officer, visit, 1)).Expect(403);
        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await AddAsync(other, visit, 1)).Expect(404).Body);
        }

        Assert.Equal("closed", (await AddAsync(Sabha, await InStateAsync("closed"), 1)).Expect(409).Json.Text("state"));
    }

    internal static Task<Answer> AddAsync(Partner by, Guid visit, params int[] numbers) => by.PostAsync($"/api/visits/{visit}/roster", new
    {
        entries = numbers.Select(number => new { number, sex = "female", ageBand = "18-59", nationality = "SDN", needs = (string[])["DS"] }),
    });

    private static List<int> Numbers(Answer roster) => [.. roster["items"]!.AsArray().Select(entry => entry!["number"]!.GetValue<int>())];
}
