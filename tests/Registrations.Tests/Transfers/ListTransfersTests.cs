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

    [Fact]
    public async Task What_is_out_of_reach_takes_no_place_on_a_page()
    {
        await OfferedAsync();
        var (admin, code) = (await Platform.SignInAsync("access-admin@iom-libya.demo"), $"left-{Guid.NewGuid():N}");
        var team = (await admin.PostAsync("/api/teams", new { code, name = "Invented", areaCodes = (string[])["*"] })).Expect(201).Json.Id("teamId");
        await Platform.PlantUserAsync($"{code}@iom-libya.demo", code, "caseworker");
        var inside = await Platform.SignInAsync($"{code}@iom-libya.demo");
        List<Guid> offered = [];
        for (var newer = 0; newer < 3; newer++) offered.Add((await OfferAsync(inside, await inside.RegisterAsync(), "tripoli")).Expect(201).Json.Id("transferId"));

        (await admin.PostAsync($"/api/teams/{team}/evacuation", new { reasonCode = "precaution" })).Expect(200);

        await Platform.KnownAsync();
        var page = (await Tripoli.GetAsync("/api/transfers?limit=1")).Expect(200);
        Assert.DoesNotContain(Assert.Single(page["items"]!.AsArray()).Id("transferId"), offered);
        (await Tripoli.GetAsync($"/api/transfers/{offered[0]}")).Expect(404);
        Assert.EndsWith(" not-found", (await AuditOfAsync(offered[0]))[^1], StringComparison.Ordinal);   // not entered as read
    }
}
