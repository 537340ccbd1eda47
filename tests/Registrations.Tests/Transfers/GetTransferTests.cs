namespace Platform.Registrations.Tests.Transfers;

public sealed class GetTransferTests : BetweenTeams
{
    [Fact]
    public async Task A_transfer_of_others_and_none_at_all_are_the_same_bytes()
    {
        var (transfer, _) = await OfferedAsync();
        var none = (await Amal.GetAsync($"/api/transfers/{Guid.NewGuid()}")).Expect(404);

        foreach (var other in (Partner[])[TripoliCaseworker, Amal, await Platform.SignInAsync("supervisor@amal-health.demo")])
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/transfers/{transfer}")).Expect(404).Body);
        }

        Assert.Equal("fromTeamId handoverDays offeredAt offeredBy outline reasonCode status toTeamId transferId version", (await Tripoli.GetAsync($"/api/transfers/{transfer}")).Expect(200).Json.FieldNames());
    }
}
