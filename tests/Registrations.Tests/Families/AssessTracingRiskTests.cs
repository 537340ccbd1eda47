namespace Platform.Registrations.Tests.Families;

public sealed class AssessTracingRiskTests : Tracing
{
    [Fact]
    public async Task A_supervisor_says_what_risk_it_is_to_both_and_nobody_else()
    {
        var (child, tracing) = await OpenedAsync();

        (await StepAsync(Sabha, child, tracing, "risk-assessment", Risk())).Expect(403);
        var assessed = (await StepAsync(SabhaSupervisor, child, tracing, "risk-assessment", Risk())).Expect(200).Json;

        Assert.True(assessed["mayContact"]!.GetValue<bool>());
        var step = Assert.Single(assessed["steps"]!.AsArray())!.AsObject();
        Assert.Equal(("None that is known (invented).", "Watched by neighbours (invented)."), (step.Text("childRisk"), step.Text("familyRisk")));
    }

    [Theory]
    [InlineData("childRisk")]
    [InlineData("familyRisk")]
    [InlineData("mayContact")]
    public async Task Each_side_has_to_be_assessed(string field)
    {
        var (child, tracing) = await OpenedAsync();
        var risk = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Risk()))!.AsObject();
        risk.Remove(field);

        Assert.Equal($"$.{field}", (await StepAsync(SabhaSupervisor, child, tracing, "risk-assessment", risk)).WrongFields());
    }
}
