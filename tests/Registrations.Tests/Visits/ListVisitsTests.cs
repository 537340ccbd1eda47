namespace Platform.Registrations.Tests.Visits;

public sealed class ListVisitsTests : Visiting
{
    [Fact]
    public async Task The_newest_first_once_each_for_who_keeps_or_oversees_them_and_for_nobody_else()
    {
        Guid[] visits = [await RecordedAsync(), await RecordedAsync(), await RecordedAsync()];

        foreach (var reader in Readers)
        {
            Assert.Equal(visits.Reverse(), (await reader.GetAsync("/api/visits?limit=200")).Items().Select(item => item.Id("visitId")).Where(visits.Contains));
        }

        foreach (var other in await OthersAsync())
        {
            Assert.DoesNotContain((await other.GetAsync("/api/visits?limit=200")).Items(), item => visits.Contains(item.Id("visitId")));
        }

        (await (await Platform.SignInAsync("focal-point@iom-libya.demo")).GetAsync("/api/visits")).Expect(403);
    }

    [Fact]
    public async Task A_line_says_where_and_how_far_it_is_and_no_number()
    {
        var visit = await RecordedAsync();

        var line = Assert.Single((await Supervisor.GetAsync("/api/visits?limit=200")).Items(), item => item.Id("visitId") == visit);

        Assert.Equal("access areaCode hasAnnex recordedAt recordedBy site siteType state version visitId visitedAt", line.FieldNames());
        Assert.Equal("Invented site", line.Text("site"));
    }

    [Fact]
    public async Task Of_one_state_where_that_is_asked()
    {
        var (planned, done) = (await RecordedAsync(), await InStateAsync("done"));

        foreach (var (state, isThere, isNot) in ((string, Guid, Guid)[])[("planned", planned, done), ("done", done, planned)])
        {
            var listed = (await Monitor.GetAsync($"/api/visits?limit=200&state={state}")).Items();
            Assert.All(listed, item => Assert.Equal(state, item.Text("state")));
            Assert.Contains(listed, item => item.Id("visitId") == isThere);
            Assert.DoesNotContain(listed, item => item.Id("visitId") == isNot);
        }

        Assert.Equal("$.state", (await Monitor.GetAsync("/api/visits?state=lost")).WrongFields());
        Assert.Equal("$.limit", (await Monitor.GetAsync("/api/visits?limit=0")).WrongFields());
    }

    [Fact]
    public async Task Page_by_page_it_is_the_whole()
    {
        Guid[] visits = [await RecordedAsync(), await RecordedAsync(), await RecordedAsync()];

        var (seen, next) = (new List<Guid>(), "");
        do
        {
            var page = (await Supervisor.GetAsync($"/api/visits?limit=2{(next == "" ? "" : $"&cursor={next}")}")).Expect(200);
            seen.AddRange(page.Items().Select(item => item.Id("visitId")));
            next = page.Json.Text("next");
        }
        while (next is not null && !visits.All(seen.Contains));

        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(visits.Reverse(), seen.Where(visits.Contains));
    }

    [Fact]
    public async Task Who_read_it_is_in_the_audit()
    {
        var visit = await RecordedAsync();

        (await Officer.GetAsync($"/api/visits/{visit}")).Expect(200);

        Assert.Equal(["POST /visits site allowed", "GET /visits/{visitId:guid} site allowed"], await AuditOfAsync(visit));
    }
}
