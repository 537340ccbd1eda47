namespace Platform.Registrations.Tests.Transfers;

public sealed class OfferTransferTests : BetweenTeams
{
    private const string OfSender =
        "caseCode fromTeamId handoverDays note offeredAt offeredBy outline personId reasonCode status toTeamId transferId version";

    [Fact]
    public async Task Who_keeps_the_case_offers_it_and_nothing_changes_until_it_is_decided()
    {
        var person = await Sabha.RegisterAsync();

        var offered = (await OfferAsync(Sabha, person, "tripoli", 5, "Her brother is there (invented).")).Expect(201);

        Assert.Equal(OfSender, offered.Json.FieldNames());
        Assert.Equal(("offered", person, 5), (offered.Json.Text("status"), offered.Json.Id("personId"), offered["handoverDays"]!.GetValue<int>()));
        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);
        (await SabhaSupervisor.GetAsync($"/api/transfers/{offered.Json.Id("transferId")}")).Expect(200);
        foreach (var receiver in (Partner[])[Tripoli, TripoliCaseworker])
        {
            (await receiver.GetAsync($"/api/people/{person}")).Expect(404);
        }
    }

    [Fact]
    public async Task The_supervisor_of_the_team_offers_a_case_too()
    {
        var person = await Sabha.RegisterAsync();

        (await OfferAsync(SabhaSupervisor, person, "tripoli")).Expect(201);
    }

    [Fact]
    public async Task A_case_that_is_on_offer_is_neither_offered_again_nor_assigned()
    {
        var (transfer, person) = await OfferedAsync();

        Assert.Equal("transfer-open", (await OfferAsync(SabhaSupervisor, person, "tripoli")).Expect(409).Problem);
        Assert.Equal("transfer-open", (await Sabha.PostAsync($"/api/people/{person}/assignment", new { team = "sabha", caseworker = "caseworker@iom-libya.demo" })).Expect(409).Problem);

        (await MoveAsync(Sabha, transfer, "withdrawal")).Expect(200);
        (await OfferAsync(Sabha, person, "tripoli")).Expect(201);
    }

    [Fact]
    public async Task Of_many_offers_at_once_one_is_made()
    {
        var person = await Sabha.RegisterAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OfferAsync(Sabha, person, "tripoli")));

        Assert.Equal([201, 409, 409, 409, 409, 409, 409, 409], answers.Select(answer => answer.Status).Order());
    }

    [Theory]
    [InlineData("sabha", 0, "person-moved", "$.team")]                 // its own
    [InlineData("main", 0, "person-moved", "$.team")]                  // another agency's
    [InlineData("no-such-team", 0, "person-moved", "$.team")]
    [InlineData("zwara", 0, "person-moved", "$.team")]                 // nobody there
    [InlineData("", 0, "person-moved", "$.team")]
    [InlineData("tripoli", 31, "person-moved", "$.handoverDays")]
    [InlineData("tripoli", -1, "person-moved", "$.handoverDays")]
    [InlineData("tripoli", 0, "bored", "$.reasonCode")]
    public async Task What_cannot_be_is_named(string team, int handoverDays, string reasonCode, string path)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal(path, (await Sabha.PostAsync($"/api/people/{person}/transfers", new { team, handoverDays, reasonCode })).WrongFields());
        (await OfferAsync(Sabha, person, "tripoli")).Expect(201);
    }

    [Fact]
    public async Task A_case_of_others_is_not_there()
    {
        var person = await Sabha.RegisterAsync();
        var none = (await OfferAsync(Amal, Guid.NewGuid(), "no-such-team")).Expect(404);

        Assert.Equal(none.Body, (await OfferAsync(Amal, person, "no-such-team")).Expect(404).Body);
        Assert.Equal(none.Body, (await OfferAsync(Tripoli, person, "tripoli")).Expect(404).Body);
        (await OfferAsync(await Platform.SignInAsync("focal-point@iom-libya.demo"), person, "tripoli")).Expect(403);
    }

    [Fact]
    public async Task The_same_offer_sent_twice_is_one()
    {
        var (person, key) = (await Sabha.RegisterAsync(), Guid.NewGuid().ToString());

        var first = (await Sabha.PostAsync($"/api/people/{person}/transfers", new { team = "tripoli" }, key)).Expect(201);

        Assert.Equal(first.Body, (await Sabha.PostAsync($"/api/people/{person}/transfers", new { team = "tripoli" }, key)).Expect(201).Body);
    }
}
