namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class ListSubjectRequestsTests : Asking
{
    [Fact]
    public async Task They_are_found_by_kind_state_and_whether_the_day_is_over()
    {
        var (open, person) = await AskedAsync("access");
        var (late, _) = await AskedAsync("correction", person, request => request["receivedOn"] = In(-60));
        var (ended, _) = await AskedAsync("access", person, request => request["receivedOn"] = In(-60));
        (await StepAsync(Sabha, ended, "answer")).Expect(200);
        Guid[] ours = [open, late, ended];

        async Task AssertAsync(string query, params Guid[] expected) => Assert.Equal(
            expected, (await Sabha.GetAsync($"/api/requests?limit=200{query}")).Items().Select(item => item.Id("requestId")).Where(ours.Contains));

        await AssertAsync("", ended, late, open);
        await AssertAsync("&kind=access", ended, open);
        await AssertAsync("&state=received", late, open);
        await AssertAsync("&overdue=true", late);
        await AssertAsync("&overdue=false", ended, open);
        await AssertAsync("&kind=access&state=answered&overdue=false", ended);
        await AssertAsync("&kind=objection");
    }

    [Fact]
    public async Task Each_sees_those_of_the_files_they_see_and_a_protection_officer_those_of_the_agency_without_a_word()
    {
        var (request, _) = await AskedAsync("correction");

        var told = Assert.Single((await Officer.GetAsync("/api/requests?limit=200")).Items(), item => item.Id("requestId") == request);
        Assert.Equal("dueOn kind overdue receivedOn recordedAt recordedBy requestId state", told.FieldNames());
        var kept = Assert.Single((await SabhaSupervisor.GetAsync("/api/requests?limit=200")).Items(), item => item.Id("requestId") == request);
        Assert.Equal("caseCode dueOn how kind language overdue personId receivedOn recordedAt recordedBy requestId state", kept.FieldNames());   // what was said, one by one
        foreach (var other in (Partner[])[Tripoli, Amal, Bayt, await Platform.SignInAsync("supervisor@amal-health.demo")])
        {
            Assert.DoesNotContain((await other.GetAsync("/api/requests?limit=200")).Items(), item => item.Id("requestId") == request);
        }

        (await new Partner(Platform, "embassy-one").GetAsync("/api/requests")).Expect(403);
        Assert.Contains("GET /requests envelope allowed", await AuditOfAsync(request));
    }

    [Theory]
    [InlineData("kind=erasure", "$.kind")]
    [InlineData("state=open", "$.state")]
    [InlineData("overdue=1", "$.overdue")]
    [InlineData("limit=0", "$.limit")]
    [InlineData("cursor=x", "$.cursor")]
    public async Task A_wrong_parameter_is_named(string query, string path) => Assert.Equal(path, (await Sabha.GetAsync($"/api/requests?{query}")).WrongFields());

    [Fact]
    public async Task Pages_show_each_once_and_the_newest_first()
    {
        var person = await Bayt.RegisterAsync();
        for (var at = 0; at < 5; at++)
        {
            (await AskAsync(Bayt, person, "access")).Expect(201);
        }

        var all = (await Bayt.GetAsync("/api/requests?limit=200")).Items().Select(item => item.Id("requestId")).ToList();
        List<Guid> paged = [];
        for (var next = ""; next is not null;)
        {
            var page = (await Bayt.GetAsync($"/api/requests?limit=2{(next == "" ? "" : $"&cursor={next}")}")).Expect(200);
            paged.AddRange(page.Items().Select(item => item.Id("requestId")));
            next = page.Json.Text("next");
        }

        Assert.True(all.Count >= 5);
        Assert.Equal(all, paged);
    }
}
