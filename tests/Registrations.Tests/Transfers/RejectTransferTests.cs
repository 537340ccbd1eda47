namespace Platform.Registrations.Tests.Transfers;

public sealed class RejectTransferTests : BetweenTeams
{
    [Fact]
    public async Task A_rejected_case_stays_where_it_is_and_its_outline_is_gone_for_who_rejected_it()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 30);

        var rejected = (await MoveAsync(Tripoli, transfer, "rejection")).Expect(200);

        Assert.Equal("endReason endedAt fromTeamId handoverDays offeredAt offeredBy reasonCode status toTeamId transferId version", rejected.Json.FieldNames());
        Assert.Equal(("rejected", "no-capacity"), (rejected.Json.Text("status"), rejected.Json.Text("endReason")));
        (await Tripoli.GetAsync($"/api/people/{person}")).Expect(404);
        (await Sabha.PutAsync($"/api/people/{person}", Partner.Person(), "\"1\"")).Expect(200);
        Assert.Equal(person, (await Sabha.GetAsync($"/api/transfers/{transfer}")).Json.Id("personId"));
    }

    [Fact]
    public async Task Why_is_said_by_a_code()
    {
        var (transfer, _) = await OfferedAsync();

        Assert.Equal("$.reasonCode", (await Tripoli.PostAsync($"/api/transfers/{transfer}/rejection", new { })).WrongFields());
        Assert.Equal("$.reasonCode", (await Tripoli.PostAsync($"/api/transfers/{transfer}/rejection", new { reasonCode = "bored" })).WrongFields());
    }
}
