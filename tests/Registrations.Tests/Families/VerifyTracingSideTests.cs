namespace Platform.Registrations.Tests.Families;

public sealed class VerifyTracingSideTests : Tracing
{
    [Fact]
    public async Task It_is_verified_when_two_people_have_stood_for_a_side_each()
    {
        var (child, tracing) = await OpenedAsync();
        Assert.Equal("open", (await StepAsync(Sabha, child, tracing, "sides", Side("child"))).Expect(409).Json.Text("state"));
        (await StepAsync(Sabha, child, tracing, "actions", Action())).Expect(200);

        Assert.Equal("tracing-in-progress", (await StepAsync(Sabha, child, tracing, "sides", Side("family"))).Expect(200).Json.Text("state"));
        (await StepAsync(Sabha, child, tracing, "sides", Side("child"))).Expect(403);
        Assert.Equal("side-verified", (await StepAsync(SabhaSupervisor, child, tracing, "sides", Side("family"))).Expect(409).Json.Text("state"));
        var verified = (await StepAsync(SabhaSupervisor, child, tracing, "sides", Side("child"))).Expect(200).Json;

        Assert.Equal("verified", verified.Text("state"));
        Assert.NotEqual(verified.Id("childSideBy"), verified.Id("familySideBy"));
        Assert.Equal(["action", "family-side", "child-side"], StepsOf(verified));
        Assert.Equal("verified", (await StepAsync(SabhaSupervisor, child, tracing, "sides", Side("child"))).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task The_database_keeps_that_too()
    {
        var (_, tracing) = await VerifiedAsync();

        Assert.Equal("each_side_by_another", await RefusalOfDatabaseAsync("update tracings set child_side_by = family_side_by where tracing_id = $1", tracing));
        Assert.Equal("verified_from_both_sides", await RefusalOfDatabaseAsync("update tracings set child_side_by = null where tracing_id = $1", tracing));
    }

    [Theory]
    [InlineData("mother", null, "document", "$.side")]
    [InlineData("child", "2999-01-01", "document", "$.on")]
    [InlineData("child", null, "hunch", "$.method")]
    public async Task A_wrong_field_is_named_by_its_path(string side, string? on, string method, string path)
    {
        var (child, tracing) = await OpenedAsync();

        Assert.Equal(path, (await StepAsync(Sabha, child, tracing, "sides", Side(side, on, method))).WrongFields());
    }
}
