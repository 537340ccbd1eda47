namespace Platform.Registrations.Tests.Families;

public sealed class NameCaregiverTests : InAFamily
{
    private static object Care(string? since = null, string note = "Cooks for the child (invented).") => new { since = since ?? In(0), note };

    [Theory]
    [InlineData("unverified")]
    [InlineData("pending-verification")]
    [InlineData("falsely-attributed")]
    [InlineData("rejected")]
    public async Task A_claim_of_kinship_makes_nobody_a_caregiver(string state)
    {
        var child = await ChildAsync();
        var link = await LinkedAsync(child);
        (await VerifyAsync(child, link, Found(state))).Expect(200);

        Assert.Equal(state, (await MoveAsync(Sabha, child, link, "caregiver", Care())).Expect(409).Json.Text("state"));
        Assert.Equal("who_cares_is_verified", await RefusalOfDatabaseAsync("update family_links set caregiver = true where link_id = $1", link));
    }

    [Fact]
    public async Task A_verified_relative_cares_for_the_child_from_a_day_on()
    {
        var child = await ChildAsync();

        var link = await ReadAsync(Sabha, child, await CaredForAsync(child));

        Assert.True(link["caregiver"]!.GetValue<bool>());
        Assert.Equal((Today, "Cooks for the child (invented)."), (link["history"]![1]!.AsObject().Text("on"), link["history"]![1]!.AsObject().Text("note")));
    }

    [Fact]
    public async Task Nobody_who_is_said_to_have_harmed_the_child_whose_link_has_ended_or_who_cares_already_is_made_one()
    {
        var child = await ChildAsync();
        var (harmful, ended, caring) = (await LinkedAsync(child), await LinkedAsync(child), await CaredForAsync(child));
        (await VerifyAsync(child, harmful)).Expect(200);
        (await MoveAsync(Sabha, child, harmful, "alleged-harm", new { })).Expect(200);
        (await VerifyAsync(child, ended)).Expect(200);
        (await MoveAsync(Sabha, child, ended, "end", EndFamilyLinkTests.End())).Expect(200);

        Assert.Equal("harm-alleged", (await MoveAsync(Sabha, child, harmful, "caregiver", Care())).Expect(409).Json.Text("state"));
        Assert.Equal("ended", (await MoveAsync(Sabha, child, ended, "caregiver", Care())).Expect(409).Json.Text("state"));
        Assert.Equal("caregiver", (await MoveAsync(Sabha, child, caring, "caregiver", Care())).Expect(409).Json.Text("state"));
        Assert.Equal("who_cares_is_verified", await RefusalOfDatabaseAsync("update family_links set caregiver = true where link_id = $1", ended));
    }

    [Theory]
    [InlineData("2999-01-01", "x", "$.since")]
    [InlineData("2025-01-01", "a\u202Eb", "$.note")]
    public async Task A_wrong_field_is_named_by_its_path(string since, string note, string path)
    {
        var child = await ChildAsync();

        Assert.Equal(path, (await MoveAsync(Sabha, child, await LinkedAsync(child), "caregiver", Care(since, note))).WrongFields());
    }
}
