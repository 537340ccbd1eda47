namespace Platform.Registrations.Tests.Families;

public sealed class GetHouseholdTests : InAHousehold
{
    [Fact]
    public async Task Who_sees_some_of_it_cannot_tell_that_there_are_more_and_who_sees_nobody_finds_none()
    {
        var (stays, moves) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var (household, single) = (await TogetherAsync(stays, moves), await TogetherAsync(await Sabha.RegisterAsync()));
        (await Sabha.PostAsync($"/api/people/{moves}/assignment", new { team = "tripoli", caseworker = HubCaseworker })).Expect(200);

        Assert.Equal([stays, moves], MembersOf((await Sabha.GetAsync($"/api/households/{household}")).Expect(200)));   // who opened both
        Assert.Equal([stays], MembersOf((await SabhaSupervisor.GetAsync($"/api/households/{household}")).Expect(200)));
        Assert.Equal([moves], MembersOf((await TripoliCaseworker.GetAsync($"/api/households/{household}")).Expect(200)));
        Assert.Equal("householdId members", (await TripoliCaseworker.GetAsync($"/api/households/{household}")).Json.FieldNames());
        foreach (var (by, which) in ((Partner, Guid)[])[(Bayt, household), (TripoliCaseworker, single), (Sabha, Guid.NewGuid())])
        {
            (await by.GetAsync($"/api/households/{which}")).Expect(404);
        }
    }

    [Fact]
    public async Task Whom_it_showed_is_in_the_audit()
    {
        var (one, other) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var household = await TogetherAsync(one, other);
        (await Sabha.GetAsync($"/api/households/{household}")).Expect(200);

        Assert.Contains("GET /households/{householdId:guid} identity allowed", await AuditOfAsync(one));
        Assert.Contains("GET /households/{householdId:guid} identity allowed", await AuditOfAsync(other));
        Assert.Empty(await AuditOfAsync(household));
    }
}
