namespace Platform.Registrations.Tests.Families;

public sealed class ApproveBestInterestsTests : Tracing
{
    [Fact]
    public async Task Nobody_approves_what_they_wrote_down_and_nothing_is_approved_twice()
    {
        var (child, tracing) = await OpenedAsync();
        Assert.Equal("no-decision", (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(409).Json.Text("state"));
        (await StepAsync(Sabha, child, tracing, "best-interests", Interests())).Expect(200);

        (await StepAsync(Sabha, child, tracing, "best-interests/approval", new { })).Expect(403);
        Assert.Equal("interests_approved_by_another", await RefusalOfDatabaseAsync("update tracings set interests_ok_by = interests_by where tracing_id = $1", tracing));
        Assert.Equal("approved", (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(200).Json.Text("bestInterests"));
        Assert.Equal("approved", (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(409).Json.Text("state"));
    }
}
