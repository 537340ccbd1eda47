namespace Platform.Registrations.Tests.Missions;

/// <summary>ListMissionsTests and GetMissionTests: who finds a mission.</summary>
public sealed class ReadMissionsTests : Travelling
{
    [Fact]
    public async Task Nobody_else_finds_it_and_an_authority_is_told_nothing()
    {
        var mission = await PlannedAsync();
        var none = (await Amal.GetAsync($"/api/missions/{Guid.NewGuid()}")).Expect(404);

        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/missions/{mission}")).Expect(404).Body);
            Assert.DoesNotContain((await other.GetAsync("/api/missions?limit=200")).Items(), line => line.Id("missionId") == mission);
        }

        foreach (var agency in (string[])["detention-authority", "embassy-one", "mission-one"]) (await new Partner(Platform, agency).GetAsync($"/api/missions/{mission}")).Expect(403);
    }

    [Fact]
    public async Task The_last_planned_first_and_of_one_state_where_that_is_asked()
    {
        Guid[] missions = [await MissionInAsync("planned"), await MissionInAsync("under-way"), await MissionInAsync("done"), await MissionInAsync("cancelled")];

        foreach (var reader in Readers)
        {
            Assert.Equal(missions.Reverse(), (await reader.GetAsync("/api/missions?limit=200")).Items().Select(line => line.Id("missionId")).Where(missions.Contains));
        }

        foreach (var (state, at) in ((string[])["planned", "under-way", "done", "cancelled"]).Select((state, at) => (state, at)))
        {
            var line = Assert.Single((await Sabha.GetAsync($"/api/missions?limit=200&state={state}")).Items(), item => missions.Contains(item.Id("missionId")));
            Assert.Equal((missions[at], state, at is 1 or 2), (line.Id("missionId"), line.Text("state"), line["isCleared"]!.GetValue<bool>()));
        }

        Assert.Equal("$.state", (await Sabha.GetAsync("/api/missions?state=lost")).WrongFields());
        Assert.Equal("$.limit", (await Sabha.GetAsync("/api/missions?limit=0")).WrongFields());
    }
}
