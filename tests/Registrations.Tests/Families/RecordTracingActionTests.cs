namespace Platform.Registrations.Tests.Families;

public sealed class RecordTracingActionTests : Tracing
{
    [Fact]
    public async Task With_the_first_one_it_is_in_progress()
    {
        var (child, tracing) = await OpenedAsync();

        var acted = (await StepAsync(Sabha, child, tracing, "actions", Action("records"))).Expect(200).Json;

        Assert.Equal(("tracing-in-progress", 2), (acted.Text("state"), acted["version"]!.GetValue<int>()));
        var step = Assert.Single(acted["steps"]!.AsArray())!.AsObject();
        Assert.Equal("at by code note on what", step.FieldNames());
        Assert.Equal(("records", "Nobody there (invented)."), (step.Text("code"), step.Text("note")));
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("message")]
    [InlineData("visit")]
    public async Task The_family_is_not_contacted_before_a_supervisor_has_assessed_the_risk_and_allowed_it(string contact)
    {
        var (child, tracing) = await OpenedAsync();

        Assert.Equal("risk-not-assessed", (await StepAsync(Sabha, child, tracing, "actions", Action(contact))).Expect(409).Problem);
        (await StepAsync(SabhaSupervisor, child, tracing, "risk-assessment", Risk(mayContact: false))).Expect(200);
        Assert.Equal("risk-not-assessed", (await StepAsync(Sabha, child, tracing, "actions", Action(contact))).Expect(409).Problem);
        (await StepAsync(SabhaSupervisor, child, tracing, "risk-assessment", Risk())).Expect(200);
        (await StepAsync(Sabha, child, tracing, "actions", Action(contact))).Expect(200);
    }

    [Theory]
    [InlineData("poster", null, "$.type")]   // nobody's picture or name is made public
    [InlineData("interview", "2999-01-01", "$.on")]
    public async Task A_wrong_field_is_named_by_its_path(string type, string? on, string path)
    {
        var (child, tracing) = await OpenedAsync();

        Assert.Equal(path, (await StepAsync(Sabha, child, tracing, "actions", Action(type, on))).WrongFields());
    }
}
