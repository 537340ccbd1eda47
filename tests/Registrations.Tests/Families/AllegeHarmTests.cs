namespace Platform.Registrations.Tests.Families;

public sealed class AllegeHarmTests : InAFamily
{
    [Fact]
    public async Task Who_is_said_to_have_harmed_the_child_is_no_caregiver_and_nothing_else_is_hidden()
    {
        var child = await ChildAsync();
        var link = await CaredForAsync(child);

        var marked = (await MoveAsync(Sabha, child, link, "alleged-harm", new { note = "The child said so (invented)." })).Expect(200).Json;

        Assert.Equal((true, false, "verified"), (marked["allegedHarm"]!.GetValue<bool>(), marked["caregiver"]!.GetValue<bool>(), marked.Text("verification")));
        Assert.Equal("Zahra (invented)", marked.Text("name"));
        Assert.Equal(["verified", "caregiver", "harm-alleged", "caregiver-ended"], HistoryOf(marked));
        Assert.Equal("The child said so (invented).", marked["history"]![2]!.AsObject().Text("note"));
        Assert.Equal("harm-alleged", (await MoveAsync(Sabha, child, link, "alleged-harm", new { })).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task Nothing_is_agreed_to_for_a_child_by_a_caregiver_once_one_is_said_to_have_harmed_them_unless_another_cares()
    {
        var (child, bayt) = (await ChildAsync(), await Sabha.AgencyIdAsync("bayt-shelter"));
        var harmful = await CaredForAsync(child);
        Task<Answer> AgreeAsync(string by) => Sabha.PostAsync($"/api/people/{child}/consents", Partner.Consent(bayt, consent => consent["givenBy"] = by));
        (await AgreeAsync("caregiver")).Expect(201);
        (await MoveAsync(Sabha, child, harmful, "alleged-harm", new { })).Expect(200);

        Assert.Equal("caregiver-missing", (await AgreeAsync("caregiver")).Expect(409).Problem);
        (await AgreeAsync("guardian")).Expect(201);
        await CaredForAsync(child, Link(said => said["relationship"] = "aunt"));
        (await AgreeAsync("caregiver")).Expect(201);
    }

    [Fact]
    public async Task A_note_that_cannot_be_shown_is_named()
    {
        var child = await ChildAsync();

        Assert.Equal("$.note", (await MoveAsync(Sabha, child, await LinkedAsync(child), "alleged-harm", new { note = new string('x', 2001) })).WrongFields());
    }
}
