namespace Platform.Registrations.Tests.Families;

public sealed class FollowUpReunificationTests : Tracing
{
    [Fact]
    public async Task Who_looked_says_how_they_are_and_when_somebody_looks_again()
    {
        var (child, tracing) = await TogetherAsync(In(-20));
        Assert.True((await ReadTracingAsync(Sabha, child, tracing))["followUpOverdue"]!.GetValue<bool>());

        var seen = (await StepAsync(Sabha, child, tracing, "follow-up", new { on = Today, note = "Well (invented).", nextOn = In(30) })).Expect(200).Json;
        Assert.Equal((In(30), false), (seen.Text("followUpOn"), seen["followUpOverdue"]!.GetValue<bool>()));
        Assert.Equal(1, await CountAsync("registrations", "select count(*) from tracings where tracing_id = $1 and next_at is not null", tracing));

        var last = (await StepAsync(Sabha, child, tracing, "follow-up", new { on = Today, note = "Well (invented)." })).Expect(200).Json;
        Assert.Null(last["followUpOn"]);
        Assert.Equal(0, await CountAsync("registrations", "select count(*) from tracings where tracing_id = $1 and next_at is not null", tracing));
    }

    [Theory]
    [InlineData("on", "\"2999-01-01\"", "$.on")]
    [InlineData("note", "null", "$.note")]
    [InlineData("nextOn", "\"2020-01-01\"", "$.nextOn")]
    [InlineData("nextOn", "\"2999-01-01\"", "$.nextOn")]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path)
    {
        var (child, tracing) = await OpenedAsync();
        var seen = new JsonObject { ["on"] = Today, ["note"] = "Well (invented).", ["nextOn"] = In(9) };
        seen[field] = JsonNode.Parse(json);

        Assert.Equal(path, (await StepAsync(Sabha, child, tracing, "follow-up", seen)).WrongFields());
    }

    [Fact]
    public async Task Before_they_are_together_there_is_nothing_to_look_at()
    {
        var (child, tracing) = await VerifiedAsync();

        Assert.Equal("verified", (await StepAsync(Sabha, child, tracing, "follow-up", new { on = Today, note = "Well (invented)." })).Expect(409).Json.Text("state"));
    }
}
