namespace Platform.Registrations.Tests.Families;

public sealed class EndFamilyLinkTests : InAFamily
{
    internal static object End(string? endedOn = null, string reason = "It was somebody else (invented).") => new { endedOn = endedOn ?? In(0), reason };

    [Fact]
    public async Task What_was_said_stays_and_who_cared_by_it_does_so_no_longer()
    {
        var child = await ChildAsync();
        var link = await CaredForAsync(child);

        var ended = (await MoveAsync(Sabha, child, link, "end", End())).Expect(200).Json;

        Assert.Equal((true, Today, false), (ended["ended"]!.GetValue<bool>(), ended.Text("endedOn"), ended["caregiver"]!.GetValue<bool>()));
        Assert.Equal("It was somebody else (invented).", ended.Text("endReason"));
        Assert.Equal("Zahra (invented)", ended.Text("name"));
        Assert.Equal(["verified", "caregiver", "caregiver-ended"], HistoryOf(ended));
    }

    [Theory]
    [InlineData("2999-01-01", "x", "$.endedOn")]
    [InlineData("1899-12-31", "x", "$.endedOn")]
    [InlineData("2025-01-31", "", "$.reason")]
    public async Task A_wrong_field_is_named_by_its_path(string endedOn, string reason, string path)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal(path, (await MoveAsync(Sabha, person, await LinkedAsync(person), "end", End(endedOn, reason))).WrongFields());
    }

    [Fact]
    public async Task It_ends_once()
    {
        var person = await Sabha.RegisterAsync();
        var link = await LinkedAsync(person);

        var both = await Task.WhenAll(MoveAsync(Sabha, person, link, "end", End()), MoveAsync(SabhaSupervisor, person, link, "end", End()));

        Assert.Equal([200, 409], both.Select(answer => answer.Status).Order());
        Assert.Equal("ended", both.Single(answer => answer.Status == 409).Json.Text("state"));
    }

    [Fact]
    public async Task From_the_other_file_it_is_only_read_and_of_another_person_it_is_not_there()
    {
        var (person, relative, other) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var link = await LinkedAsync(person, To(relative));

        foreach (var (step, body) in (IEnumerable<(string, object)>)[("end", End()), ("verification", Found()), ("caregiver", new { since = Today }), ("caregiver/end", new { endedOn = Today, reasonCode = "other" }), ("alleged-harm", new { })])
        {
            (await MoveAsync(SabhaSupervisor, relative, link, step, body)).Expect(403);
            (await MoveAsync(SabhaSupervisor, other, link, step, body)).Expect(404);
            (await MoveAsync(Tripoli, person, link, step, body)).Expect(404);
            (await MoveAsync(SabhaSupervisor, person, Guid.NewGuid(), step, body)).Expect(404);
        }

        Assert.Equal(1, (await ReadAsync(Sabha, person, link))["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task Who_only_reads_the_file_moves_nothing()
    {
        var person = await Amal.RegisterAsync();
        var link = await LinkedAsync(person, by: Amal);
        var reader = await WhoOnlyReadsAsync(person);

        Assert.Equal(link, Assert.Single((await reader.GetAsync($"/api/people/{person}/family")).Items()).Id("linkId"));
        (await MoveAsync(reader, person, link, "end", End())).Expect(403);
        (await MoveAsync(reader, person, link, "verification", Found())).Expect(403);
    }
}
