namespace Platform.Registrations.Tests.Visits;

/// <summary>CompleteVisit; from which state is in MoveVisitTests.</summary>
public sealed class CompleteVisitTests : Visiting
{
    [Fact]
    public async Task It_was_made_then_and_so_far()
    {
        var visit = await RecordedAsync(told => told["site"] = "Invented hall");

        var done = (await StepAsync(Sabha, visit, "completion")).Expect(200);

        Assert.Equal(("done", "full", null), (done.Json.Text("state"), done["details"].Text("access"), done["details"].Text("accessReason")));
    }

    [Theory]
    [InlineData(1, "full", null, "$.visitedAt")]
    [InlineData(-300_000, "full", null, "$.visitedAt")]
    [InlineData(-1, "half", null, "$.access $.accessReason")]
    [InlineData(-1, "aborted", null, "$.accessReason")]
    [InlineData(-1, "", "Invented.", "$.access")]
    public async Task What_cannot_be_is_named(int hours, string access, string? accessReason, string paths)
    {
        var visit = await RecordedAsync();

        Assert.Equal(paths, (await StepAsync(Sabha, visit, "completion", new { visitedAt = At(hours), access, accessReason })).WrongFields());
        Assert.Equal("planned", await StateAsync(visit));
    }
}
