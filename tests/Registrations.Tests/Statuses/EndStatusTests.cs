namespace Platform.Registrations.Tests.Statuses;

public sealed class EndStatusTests : OnThePlatform
{
    internal static JsonObject End(string endedOn = "2025-01-31", string source = "self") => new() { ["endedOn"] = endedOn, ["source"] = source };

    [Fact]
    public async Task What_was_said_at_first_stays()
    {
        var (person, status) = await SaidAsync();

        var ended = (await Amal.PostAsync($"/api/people/{person}/statuses/{status}/end", End())).Expect(200);

        Assert.Equal("assertedBy endSource endedOn note recordedAt recordedBy since source status statusId", ended.Json.FieldNames());
    }

    [Theory]
    [InlineData("2024-02-29", "self", "$.endedOn")]     // before it began
    [InlineData("2999-01-01", "self", "$.endedOn")]
    [InlineData("2025-01-31", "rumour", "$.source")]
    public async Task A_wrong_field_is_named_by_its_path(string endedOn, string source, string path)
    {
        var (person, status) = await SaidAsync();

        Assert.Equal(path, (await Amal.PostAsync($"/api/people/{person}/statuses/{status}/end", End(endedOn, source))).WrongFields());
    }

    [Fact]
    public async Task It_ends_once()
    {
        var (person, status) = await SaidAsync();
        var both = await Task.WhenAll(Amal.PostAsync($"/api/people/{person}/statuses/{status}/end", End()), Amal.PostAsync($"/api/people/{person}/statuses/{status}/end", End("2025-02-01")));

        Assert.Equal([200, 409], both.Select(answer => answer.Status).Order());
        Assert.Equal("ended", both.Single(answer => answer.Status == 409).Json.Text("state"));
    }

    [Fact]
    public async Task What_is_of_another_person_or_another_agency_is_not_there()
    {
        var (person, status) = await SaidAsync();
        var other = await Amal.RegisterAsync();

        (await Amal.PostAsync($"/api/people/{other}/statuses/{status}/end", End())).Expect(404);
        (await Bayt.PostAsync($"/api/people/{person}/statuses/{status}/end", End())).Expect(404);
        (await (await WhoOnlyReadsAsync(person)).PostAsync($"/api/people/{person}/statuses/{status}/end", End())).Expect(403);
        (await Amal.PostAsync($"/api/people/{person}/statuses/{status}/end", End())).Expect(200);
    }

    private async Task<(Guid Person, Guid Status)> SaidAsync()
    {
        var person = await Amal.RegisterAsync();
        return (person, (await Amal.PostAsync($"/api/people/{person}/statuses", RecordStatusTests.Status())).Expect(201).Json.Id("statusId"));
    }
}
