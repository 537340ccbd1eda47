namespace Platform.Registrations.Tests.Visits;

public sealed class ChangeVisitTests : Visiting
{
    [Fact]
    public async Task Who_keeps_it_changes_it_by_the_version_that_they_read()
    {
        var visit = await RecordedAsync();

        var (version, who) = (1, new[] { Sabha, Monitor, Supervisor });
        foreach (var keeper in who)
        {
            var changed = (await ChangeAsync(keeper, visit, version, told => told["deaths"] = version)).Expect(200);
            Assert.Equal((version + 1, version, $"\"{version + 1}\""), (changed["version"]!.GetValue<int>(), changed["details"]!["deaths"]!.GetValue<int>(), changed.ETag));
            version++;
        }

        (await ChangeAsync(Sabha, visit, 1)).Expect(412);
        (await Sabha.PutAsync($"/api/visits/{visit}", Visit(), null)).Expect(428);
        (await ChangeAsync(Officer, visit, version)).Expect(403);
        (await ChangeAsync(Tripoli, visit, version)).Expect(404);
        Assert.Equal("$.areaCode", (await ChangeAsync(Sabha, visit, version, told => told["areaCode"] = "LY")).WrongFields());
    }

    /// <summary>Somebody of the agency whose officer and whose other team's monitor they are reads it, and changes nothing.</summary>
    [Fact]
    public async Task Who_oversees_only_changes_nothing()
    {
        await Platform.PlantUserAsync("officer-and-monitor@iom-libya.demo", "tripoli", "protection-officer", "monitor");
        var (visit, overseer) = (await RecordedAsync(), await Platform.SignInAsync("officer-and-monitor@iom-libya.demo"));

        (await overseer.GetAsync($"/api/visits/{visit}")).Expect(200);

        (await ChangeAsync(overseer, visit, 1)).Expect(403);
        (await StepAsync(overseer, visit, "completion")).Expect(403);
    }

    [Fact]
    public async Task What_was_made_goes_on_saying_when_and_how_far()
    {
        var visit = await InStateAsync("done");

        Assert.Equal("$.access $.visitedAt", (await ChangeAsync(Sabha, visit, 2, told => (told["visitedAt"], told["access"]) = (null, null))).WrongFields());
        (await ChangeAsync(Sabha, visit, 2)).Expect(200);
    }

    [Theory]
    [InlineData("reviewed")]
    [InlineData("closed")]
    public async Task What_was_reviewed_stays(string state)
    {
        var visit = await InStateAsync(state);

        var refused = (await ChangeAsync(Sabha, visit, state == "reviewed" ? 4 : 5)).Expect(409);

        Assert.Equal(("wrong-state", state), (refused.Problem, refused.Json.Text("state")));
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_stale()
    {
        var visit = await RecordedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ChangeAsync(Sabha, visit, 1)));

        Assert.Equal([200, 412, 412, 412], answers.Select(answer => answer.Status).Order());
    }

    private static Task<Answer> ChangeAsync(Partner by, Guid visit, int version, Action<JsonObject>? change = null) => by.PutAsync($"/api/visits/{visit}", Visit(change), $"\"{version}\"");
}
