namespace Platform.Registrations.Tests.Families;

public sealed class RecordBestInterestsTests : Tracing
{
    [Fact]
    public async Task Another_decision_takes_the_approval_of_the_one_before()
    {
        var (child, tracing) = await VerifiedAsync();

        Assert.Equal("proposed", (await StepAsync(Sabha, child, tracing, "best-interests", Interests())).Expect(200).Json.Text("bestInterests"));
        (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(200);
        var again = (await StepAsync(Sabha, child, tracing, "best-interests", Interests())).Expect(200).Json;

        Assert.Equal("proposed", again.Text("bestInterests"));
        Assert.Equal(("Three agencies (invented).", "BID 7 (invented)"), (again["steps"]!.AsArray()[^1]!.AsObject().Text("note"), again["steps"]!.AsArray()[^1]!.AsObject().Text("reference")));
    }

    [Theory]
    [InlineData("decidedOn")]
    [InlineData("panel")]
    [InlineData("reference")]
    public async Task Who_decided_when_and_where_it_stands_has_to_be_said(string field)
    {
        var (child, tracing) = await OpenedAsync();
        var decision = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Interests()))!.AsObject();
        decision.Remove(field);

        Assert.Equal($"$.{field}", (await StepAsync(Sabha, child, tracing, "best-interests", decision)).WrongFields());
    }
}
