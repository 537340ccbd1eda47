namespace Platform.Registrations.Tests.Missions;

public sealed class ChangeMissionTests : Travelling
{
    [Fact]
    public async Task Who_keeps_it_changes_it_by_the_version_that_they_read_until_it_is_over()
    {
        var mission = await PlannedAsync();

        var changed = (await ChangeAsync(Supervisor, mission, 1, told => told["teamSize"] = 3)).Expect(200);

        Assert.Equal(("\"2\"", 3), (changed.ETag, changed["details"]!["teamSize"]!.GetValue<int>()));
        (await ChangeAsync(Sabha, mission, 1)).Expect(412);
        (await ChangeAsync(Officer, mission, 2)).Expect(403);
        (await ChangeAsync(Tripoli, mission, 2)).Expect(404);
        Assert.Equal("$.purposes", (await ChangeAsync(Sabha, mission, 2, told => told["purposes"] = new JsonArray("holiday"))).WrongFields());
        foreach (var state in (string[])["done", "cancelled"]) Assert.Equal(state, (await ChangeAsync(Sabha, await MissionInAsync(state), 2)).Expect(409).Json.Text("state"));
    }

    /// <summary>Who is an officer of the agency and a monitor elsewhere.</summary>
    [Fact]
    public async Task Who_oversees_only_changes_nothing_of_a_mission()
    {
        var mission = await PlannedAsync();
        await Platform.PlantUserAsync("officer-and-monitor@iom-libya.demo", "tripoli", "protection-officer", "monitor");
        var overseer = await Platform.SignInAsync("officer-and-monitor@iom-libya.demo");

        (await ChangeAsync(overseer, mission, 1)).Expect(403);
        foreach (var move in (string[])["clearance", "departure", "completion", "cancellation"]) (await MoveAsync(overseer, mission, move)).Expect(403);
    }

    [Fact]
    public async Task Other_days_or_another_place_need_another_clearance()
    {
        foreach (var change in (Action<JsonObject>[])[told => told["untilOn"] = In(6), told => told["fromOn"] = In(2), told => told["areaCodes"] = new JsonArray(Outside, "LY021104")])
        {
            var other = await MissionInAsync("cleared");
            Assert.Null((await ChangeAsync(Sabha, other, 2, change)).Expect(200)["clearance"]);
            Assert.Equal("not-cleared", (await MoveAsync(Sabha, other, "departure")).Expect(409).Problem);
        }

        var within = await MissionInAsync("cleared");
        Assert.NotNull((await ChangeAsync(Sabha, within, 2, told => (told["fromOn"], told["areaCodes"]) = (In(4), new JsonArray(Outside)))).Expect(200)["clearance"]);
        (await MoveAsync(Sabha, within, "departure")).Expect(200);
        Assert.NotNull((await ChangeAsync(Sabha, within, 4, told => told["untilOn"] = In(9))).Expect(200)["clearance"]);   // who is on the way is not called back by it
    }

    private static Task<Answer> ChangeAsync(Partner by, Guid mission, int version, Action<JsonObject>? change = null) => by.PutAsync($"/api/missions/{mission}", Mission(change), $"\"{version}\"");
}
