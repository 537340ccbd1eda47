namespace Platform.Registrations.Tests.Visits;

public sealed class RecordSiteReplyTests : Visiting
{
    [Fact]
    public async Task What_was_replied_is_recorded_once()
    {
        var (visit, request) = await AskedAsync();
        var key = Guid.NewGuid().ToString();

        var answered = (await ReplyAsync(Monitor, visit, request, key: key)).Expect(200);

        Assert.Equal(("answered", "refused", "No (invented)."), (answered.Json.Text("state"), answered.Json.Text("outcome"), answered.Json.Text("reply")));
        Assert.Equal(answered.Body, (await ReplyAsync(Monitor, visit, request, key: key)).Expect(200).Body);
        Assert.Equal("answered", (await ReplyAsync(Sabha, visit, request)).Expect(409).Json.Text("state"));
        Assert.Equal("answered", Assert.Single((await Officer.GetAsync($"/api/visits/{visit}/requests")).Items()).Text("state"));
    }

    [Fact]
    public async Task Nobody_answers_what_is_not_theirs()
    {
        var (visit, request) = await AskedAsync();
        var none = (await ReplyAsync(Tripoli, visit, Guid.NewGuid())).Expect(404);

        (await ReplyAsync(Officer, visit, request)).Expect(403);
        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await ReplyAsync(other, visit, request)).Expect(404).Body);
        }

        (await ReplyAsync(Sabha, await RecordedAsync(), request)).Expect(404);
    }

    /// <summary>Who is an officer of the agency and a monitor elsewhere.</summary>
    [Fact]
    public async Task Who_oversees_only_answers_nothing()
    {
        await Platform.PlantUserAsync("officer-and-monitor@iom-libya.demo", "tripoli", "protection-officer", "monitor");
        var (visit, request) = await AskedAsync();

        (await ReplyAsync(await Platform.SignInAsync("officer-and-monitor@iom-libya.demo"), visit, request)).Expect(403);
    }

    [Fact]
    public async Task What_cannot_be_is_named()
    {
        var (visit, request) = await AskedAsync();

        Assert.Equal("$.outcome $.repliedOn", (await Sabha.PostAsync($"/api/visits/{visit}/requests/{request}/reply", new { })).WrongFields());
        Assert.Equal("$.outcome", (await ReplyAsync(Sabha, visit, request, "perhaps")).WrongFields());
        Assert.Equal("$.repliedOn", (await ReplyAsync(Sabha, visit, request, days: 1)).WrongFields());
        Assert.Equal("$.repliedOn", (await ReplyAsync(Sabha, visit, request, days: -20_000)).WrongFields());
    }

    private async Task<(Guid Visit, Guid Request)> AskedAsync()
    {
        var visit = await RecordedAsync();
        return (visit, (await AskOfSiteTests.AskAsync(Sabha, visit)).Expect(201).Json.Id("requestId"));
    }

    private static Task<Answer> ReplyAsync(Partner by, Guid visit, Guid request, string outcome = "refused", int days = 0, string? key = null) =>
        by.PostAsync($"/api/visits/{visit}/requests/{request}/reply", $$"""{"outcome":"{{outcome}}","repliedOn":"{{In(days)}}","reply":"No (invented)."}""", key);
}
