namespace Platform.Registrations.Tests.Families;

public sealed class EndSeparationTests : InAFamily
{
    private static object End(string? endedOn = null, string reason = "Has grown up (invented).") => new { endedOn = endedOn ?? In(0), reason };

    private static Task<Answer> EndAsync(Partner by, Guid child, object? end = null) => by.PostAsync($"/api/people/{child}/separation/end", end ?? End());

    [Fact]
    public async Task It_ends_once_and_what_was_said_stays()
    {
        var child = await SaidAsync(await ChildAsync());

        var both = await Task.WhenAll(EndAsync(Sabha, child), EndAsync(SabhaSupervisor, child));

        Assert.Equal([200, 409], both.Select(answer => answer.Status).Order());
        Assert.Equal("ended", both.Single(answer => answer.Status == 409).Json.Text("state"));
        var shown = (await Sabha.GetAsync($"/api/people/{child}/separation")).Expect(200);
        Assert.Equal(("ended", 2, "Has grown up (invented)."), (shown.Json.Text("status"), shown["version"]!.GetValue<int>(), shown["said"]!.AsObject().Text("endReason")));
        Assert.Equal("unaccompanied", Assert.Single(shown["history"]!.AsArray())!.AsObject().Text("status"));
    }

    [Fact]
    public async Task Nobody_makes_an_adult_alone_of_whose_age_they_said_to_be_disputed()
    {
        var disputed = await SaidAsync(await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (1990, "year")), RecordSeparationTests.Disputed);

        (await EndAsync(Sabha, disputed)).Expect(403);
        Assert.Equal("12-17", (await Sabha.GetAsync($"/api/people/{disputed}")).Json.Text("ageBand"));
        Assert.False((await EndAsync(SabhaSupervisor, disputed)).Expect(200)["adultByBirth"]!.GetValue<bool>());

        var file = (await Sabha.GetAsync($"/api/people/{disputed}")).Expect(200).Json;
        Assert.Equal("18-59", file.Text("ageBand"));
        Assert.Null(file["ageDisputed"]);
    }

    [Theory]
    [InlineData("2999-01-01", "x", "$.endedOn")]
    [InlineData("2025-01-31", "", "$.reason")]
    public async Task A_wrong_field_is_named_by_its_path(string endedOn, string reason, string path) =>
        Assert.Equal(path, (await EndAsync(Sabha, await SaidAsync(await ChildAsync()), End(endedOn, reason))).WrongFields());

    [Fact]
    public async Task Who_does_not_keep_the_file_ends_nothing_and_where_nothing_was_said_there_is_nothing()
    {
        var child = await Amal.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (DateTime.UtcNow.Year - 9, "year"));
        (await EndAsync(Amal, child)).Expect(404);
        (await Amal.PutAsync($"/api/people/{child}/separation", RecordSeparationTests.Alone(), null)).Expect(200);

        (await EndAsync(Bayt, child)).Expect(404);
        (await EndAsync(await WhoOnlyReadsAsync(child), child)).Expect(403);
        Assert.Equal("unaccompanied", (await Amal.GetAsync($"/api/people/{child}/separation")).Json.Text("status"));
    }

    private async Task<Guid> SaidAsync(Guid child, Action<JsonObject>? change = null)
    {
        (await Sabha.PutAsync($"/api/people/{child}/separation", RecordSeparationTests.Alone(change), null)).Expect(200);
        return child;
    }
}
