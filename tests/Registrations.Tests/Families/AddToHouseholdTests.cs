namespace Platform.Registrations.Tests.Families;

public sealed class AddToHouseholdTests : InAHousehold
{
    private static Task<Answer> AddAsync(Partner by, Guid household, JsonObject joins) => by.PostAsync($"/api/households/{household}/members", joins);

    [Fact]
    public async Task Somebody_joins_and_is_not_of_another_one_then()
    {
        var (first, second, alone) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var (household, other) = (await TogetherAsync(first), await TogetherAsync(alone));

        Assert.Equal([first, second], MembersOf((await AddAsync(Sabha, household, Joins(second))).Expect(201)));
        Assert.Equal("in-household", (await AddAsync(Sabha, other, Joins(second))).Expect(409).Problem);
        (await LeaveAsync(Sabha, household, second)).Expect(200);
        Assert.Equal([alone, second], MembersOf((await AddAsync(Sabha, other, Joins(second))).Expect(201)));
    }

    [Fact]
    public async Task A_wrong_field_is_named_by_its_path()
    {
        var household = await TogetherAsync(await Sabha.RegisterAsync());

        Assert.Equal("$.role", (await AddAsync(Sabha, household, Joins(await Sabha.RegisterAsync(), "king"))).WrongFields());
        Assert.Equal("$.personId", (await AddAsync(Sabha, household, Joins(await Bayt.RegisterAsync()))).WrongFields());
    }

    [Fact]
    public async Task To_one_of_whom_they_see_nobody_nobody_adds_and_who_only_reads_does_not_either()
    {
        var (member, read) = (await Sabha.RegisterAsync(), await Amal.RegisterAsync());
        var household = await TogetherAsync(member);
        var theirs = (await OpenAsync(Amal, Joins(read))).Expect(201).Json.Id("householdId");
        var reader = await WhoOnlyReadsAsync(read);

        (await AddAsync(Bayt, household, Joins(await Bayt.RegisterAsync()))).Expect(404);
        (await AddAsync(TripoliCaseworker, household, Joins(await TripoliCaseworker.RegisterAsync()))).Expect(404);
        (await AddAsync(reader, theirs, Joins(await reader.RegisterAsync()))).Expect(403);
        Assert.Equal([member], MembersOf(await Sabha.GetAsync($"/api/households/{household}")));
    }
}
