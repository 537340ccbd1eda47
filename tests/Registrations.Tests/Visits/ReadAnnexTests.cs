namespace Platform.Registrations.Tests.Visits;

public sealed class ReadAnnexTests : Visiting
{
    private const string Text = "Said by somebody in the second hall (invented).";

    /// <summary>Rule 25.</summary>
    [Fact]
    public async Task Who_recorded_the_visit_and_protection_officers_read_it_and_others_know_that_it_is_there()
    {
        var visit = await RecordedAsync();
        (await Sabha.PutAsync($"/api/visits/{visit}/annex", new { text = Text }, null)).Expect(200);

        foreach (var reader in (Partner[])[Sabha, Officer])
        {
            Assert.Equal(Text, (await reader.GetAsync($"/api/visits/{visit}/annex")).Expect(200).Json.Text("text"));
        }

        foreach (var other in (Partner[])[Monitor, Supervisor])
        {
            (await other.GetAsync($"/api/visits/{visit}/annex")).Expect(403);
            var seen = (await other.GetAsync($"/api/visits/{visit}")).Expect(200);
            Assert.True(seen["hasAnnex"]!.GetValue<bool>());
            Assert.DoesNotContain("second hall", seen.Body, StringComparison.Ordinal);
        }

        var none = (await Amal.GetAsync($"/api/visits/{Guid.NewGuid()}/annex")).Expect(404);
        foreach (var stranger in await OthersAsync())
        {
            Assert.Equal(none.Body, (await stranger.GetAsync($"/api/visits/{visit}/annex")).Expect(404).Body);
        }

        Assert.Contains("GET /visits/{visitId:guid}/annex annex allowed", await AuditOfAsync(visit));
        Assert.Contains("GET /visits/{visitId:guid}/annex annex forbidden", await AuditOfAsync(visit));
    }

    [Fact]
    public async Task Where_there_is_none_there_is_none_for_anybody()
    {
        var visit = await RecordedAsync();

        foreach (var reader in Readers)
        {
            (await reader.GetAsync($"/api/visits/{visit}/annex")).Expect(404);
        }
    }
}
