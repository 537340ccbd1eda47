namespace Platform.Registrations.Tests.Visits;

public sealed class ListSummariesTests : Visiting
{
    private const string Fields = "areaCode recommendations sharedAt sharedBy siteType summary visitId visitedOn";

    [Fact]
    public async Task All_teams_of_the_agency_read_what_was_shared_and_do_not_find_the_visit()
    {
        var visit = await InStateAsync("reviewed");
        (await StepAsync(Supervisor, visit, "sharing", new { summary = "Invented summary.", recommendations = "Invented advice." })).Expect(200);

        foreach (var reader in (Partner[])[.. Readers, Colleague, Tripoli])
        {
            var line = Assert.Single((await reader.GetAsync("/api/visits/summaries?limit=200")).Items(), item => item.Id("visitId") == visit);
            Assert.Equal((Fields, "Invented summary.", "Invented advice.", "LY031901"), (line.FieldNames(), line.Text("summary"), line.Text("recommendations"), line.Text("areaCode")));
        }

        foreach (var other in (Partner[])[Colleague, Tripoli])
        {
            (await other.GetAsync($"/api/visits/{visit}")).Expect(404);
            (await other.GetAsync($"/api/visits/{visit}/advocacy-uses")).Expect(404);
        }
    }

    [Fact]
    public async Task No_other_agency_does_and_nobody_before_it_is_shared()
    {
        var (shared, reviewed) = (await InStateAsync("shared-internal"), await InStateAsync("reviewed"));

        foreach (var other in (Partner[])[Amal, await Platform.SignInAsync("supervisor@amal-health.demo")])
        {
            Assert.DoesNotContain((await other.GetAsync("/api/visits/summaries?limit=200")).Items(), item => item.Id("visitId") == shared);
        }

        Assert.DoesNotContain((await Supervisor.GetAsync("/api/visits/summaries?limit=200")).Items(), item => item.Id("visitId") == reviewed);
        (await new Partner(Platform, "embassy-one").GetAsync("/api/visits/summaries")).Expect(403);
    }

    [Fact]
    public async Task The_newest_first_page_by_page()
    {
        var (first, second) = (await InStateAsync("shared-internal"), await InStateAsync("shared-internal"));
        List<Guid> read = [];

        for (string? more = ""; more is not null;)
        {
            var page = (await Tripoli.GetAsync($"/api/visits/summaries?limit=1{more}")).Expect(200);
            read.AddRange(page.Items().Select(item => item.Id("visitId")));
            more = read.Contains(first) || page.Json.Text("next") is not { } next ? null : $"&cursor={next}";
        }

        Assert.InRange(read.IndexOf(second), 0, read.IndexOf(first) - 1);
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.Equal("$.limit", (await Tripoli.GetAsync("/api/visits/summaries?limit=0")).WrongFields());
    }
}
