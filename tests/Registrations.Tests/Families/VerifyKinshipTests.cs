namespace Platform.Registrations.Tests.Families;

public sealed class VerifyKinshipTests : InAFamily
{
    [Fact]
    public async Task Each_finding_stays_in_the_history()
    {
        var person = await Sabha.RegisterAsync();
        var link = await LinkedAsync(person);

        (await VerifyAsync(person, link, Found("pending-verification", null, note: null))).Expect(200);
        var verified = (await VerifyAsync(person, link)).Expect(200).Json;

        Assert.Equal("verified", verified.Text("verification"));
        Assert.Equal(["pending-verification", "verified"], HistoryOf(verified));
        var step = verified["history"]![1]!.AsObject();
        Assert.Equal("at by method note on what", step.FieldNames());
        Assert.Equal(("interviews-apart", Today, "Told the same (invented)."), (step.Text("method"), step.Text("on"), step.Text("note")));
        Assert.Equal(await Platform.MemberIdAsync("supervisor@iom-libya.demo"), step.Id("by"));
    }

    [Theory]
    [InlineData("true", "document", null, "$.state")]
    [InlineData("verified", null, null, "$.method")]
    [InlineData("rejected", null, null, "$.method")]
    [InlineData("falsely-attributed", null, null, "$.method")]
    [InlineData("verified", "hunch", null, "$.method")]
    [InlineData("verified", "document", "2999-01-01", "$.on")]
    public async Task A_wrong_field_is_named_by_its_path(string state, string? method, string? on, string path)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal(path, (await VerifyAsync(person, await LinkedAsync(person), Found(state, method, on))).WrongFields());
    }

    [Fact]
    public async Task Nobody_verifies_what_they_wrote_down_and_the_database_keeps_that()
    {
        var person = await Sabha.RegisterAsync();
        var link = await LinkedAsync(person);

        (await VerifyAsync(person, link, by: Sabha)).Expect(403);

        Assert.Equal("unverified", (await ReadAsync(Sabha, person, link)).Text("verification"));
        Assert.Equal("verified_by_another", await RefusalOfDatabaseAsync("update family_links set state = 'verified', decided_by = recorded_by where link_id = $1", link));
        Assert.Equal("verified_by_another", await RefusalOfDatabaseAsync("update family_links set state = 'verified' where link_id = $1", link));
    }

    [Theory]
    [InlineData("unverified")]
    [InlineData("falsely-attributed")]
    public async Task Where_it_is_taken_back_who_cared_by_it_does_so_no_longer(string state)
    {
        var child = await ChildAsync();
        var link = await CaredForAsync(child);

        var taken = (await VerifyAsync(child, link, Found(state))).Expect(200).Json;

        Assert.False(taken["caregiver"]!.GetValue<bool>());
        Assert.Equal(["verified", "caregiver", state, "caregiver-ended"], HistoryOf(taken));
    }

    [Fact]
    public async Task Verified_again_in_another_way_they_go_on_caring()
    {
        var child = await ChildAsync();
        var link = await CaredForAsync(child);

        Assert.True((await VerifyAsync(child, link, Found(method: "document"))).Expect(200)["caregiver"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_has_ended_is_not_verified()
    {
        var person = await Sabha.RegisterAsync();
        var link = await LinkedAsync(person);
        (await MoveAsync(Sabha, person, link, "end", EndFamilyLinkTests.End())).Expect(200);

        Assert.Equal("ended", (await VerifyAsync(person, link)).Expect(409).Json.Text("state"));
    }
}
