namespace Platform.Registrations.Tests.Visits;

/// <summary>ForgetVisits: rosters after half a year, annexes after five.</summary>
public sealed class ForgetVisitsTests : Visiting
{
    [Fact]
    public async Task Who_was_met_is_forgotten_in_time_and_the_annex_later_and_what_was_counted_stays()
    {
        var (recent, old, oldest) = (await WithBothAsync(), await WithBothAsync(), await WithBothAsync());
        await AgeAsync(recent, 179);
        await AgeAsync(old, 181);
        await AgeAsync(oldest, 1826);

        await Eventually.TrueAsync(async () => await LeftAsync(old) == (0, 1) && await LeftAsync(oldest) == (0, 0), TimeSpan.FromSeconds(60));

        Assert.Equal((1, 1), await LeftAsync(recent));
        var visit = (await Sabha.GetAsync($"/api/visits/{oldest}")).Expect(200);
        Assert.False(visit["hasAnnex"]!.GetValue<bool>());
        Assert.Equal(120, visit["details"]!["asGiven"]!["total"]!.GetValue<int>());
        (await Officer.GetAsync($"/api/visits/{oldest}/annex")).Expect(404);
        Assert.Equal("Invented.", (await Officer.GetAsync($"/api/visits/{old}/annex")).Expect(200).Json.Text("text"));
        Assert.Empty((await Sabha.GetAsync($"/api/visits/{old}/roster")).Items());
    }

    private async Task<Guid> WithBothAsync()
    {
        var visit = await RecordedAsync();
        (await Sabha.PutAsync($"/api/visits/{visit}/annex", new { text = "Invented." }, null)).Expect(200);
        (await Sabha.PostAsync($"/api/visits/{visit}/roster", new { entries = (object[])[new { number = 1, sex = "female", ageBand = "18-59" }] })).Expect(201);
        return visit;
    }

    private Task<int> AgeAsync(Guid visit, int days) => ScalarAsync<int>("update visits set visited_at = now() - make_interval(days => $2) where visit_id = $1 returning 1", visit, days);

    private async Task<(long Roster, long Annex)> LeftAsync(Guid visit) =>
        (await ScalarAsync<long>("select count(*) from visit_roster where visit_id = $1", visit), await ScalarAsync<long>("select count(*) from visit_annexes where visit_id = $1", visit));
}
