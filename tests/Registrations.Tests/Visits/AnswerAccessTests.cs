namespace Platform.Registrations.Tests.Visits;

/// <summary>AnswerAccess; from which state is in MoveVisitTests.</summary>
public sealed class AnswerAccessTests : Visiting
{
    [Fact]
    public async Task What_was_refused_says_why_and_one_may_go_all_the_same()
    {
        var visit = await InStateAsync("access-requested");

        var refused = (await StepAsync(Sabha, visit, "access-answer", new { granted = false, reason = "Not this month (invented)." })).Expect(200);

        Assert.Equal(("refused", "Not this month (invented)."), (refused.Json.Text("state"), refused["details"].Text("accessReason")));
        (await StepAsync(Sabha, visit, "completion", new { visitedAt = At(-1), access = "denied", accessReason = "Turned away (invented)." })).Expect(200);
    }

    [Fact]
    public async Task What_cannot_be_is_named()
    {
        var visit = await InStateAsync("access-requested");

        Assert.Equal("$.granted", (await StepAsync(Sabha, visit, "access-answer", new { })).WrongFields());
        Assert.Equal("$.reason", (await StepAsync(Sabha, visit, "access-answer", new { granted = false, reason = "a‮b" })).WrongFields());
    }
}
