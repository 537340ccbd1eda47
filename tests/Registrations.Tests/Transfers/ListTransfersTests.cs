namespace Platform.Registrations.Tests.Transfers;

public sealed class ListTransfersTests : BetweenTeams
{
    [Fact]
    public async Task Who_decides_sees_what_to_decide_by_and_no_name()
    {
        var (transfer, person) = await OfferedAsync(note: "Invented note.");

        var line = Assert.Single((await Tripoli.GetAsync("/api/transfers?limit=200")).Items(), item => item.Id("transferId") == transfer);

        Assert.Equal("fromTeamId handoverDays offeredAt offeredBy outline reasonCode status toTeamId transferId version", line.FieldNames());
        Assert.Equal("adm2 ageBand setting sex", line["outline"].FieldNames());
        Assert.DoesNotContain(person.ToString(), line.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains((await Sabha.GetAsync("/api/transfers?limit=200")).Items(), item => item.Id("transferId") == transfer && item.Id("personId") == person);
    }

    [Fact]
    public async Task Nobody_else_lists_it()
    {
        var (transfer, _) = await OfferedAsync();

        foreach (var other in (Partner[])[TripoliCaseworker, Amal, await Platform.SignInAsync("caseworker@iom-libya.demo"), await Platform.SignInAsync("supervisor@amal-health.demo")])
        {
            Assert.DoesNotContain((await other.GetAsync("/api/transfers?limit=200")).Items(), item => item.Id("transferId") == transfer);
        }

        (await (await Platform.SignInAsync("focal-point@iom-libya.demo")).GetAsync("/api/transfers")).Expect(403);
    }
}
