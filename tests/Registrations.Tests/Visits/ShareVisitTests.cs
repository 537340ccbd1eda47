namespace Platform.Registrations.Tests.Visits;

/// <summary>ShareVisit; from which state is in MoveVisitTests.</summary>
public sealed class ShareVisitTests : Visiting
{
    [Fact]
    public async Task A_supervisor_shares_in_words_of_its_own_what_was_reviewed()
    {
        var visit = await InStateAsync("reviewed");
        var key = Guid.NewGuid().ToString();

        var shared = (await StepAsync(Supervisor, visit, "sharing", new { summary = "Two in ten had no water (invented)." }, key)).Expect(200);

        Assert.Equal("shared-internal", shared.Json.Text("state"));
        Assert.Equal(shared.Body, (await StepAsync(Supervisor, visit, "sharing", new { summary = "Two in ten had no water (invented)." }, key)).Expect(200).Body);
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from visit_summaries where visit_id = $1", visit));
    }

    [Fact]
    public async Task Only_a_supervisor_of_the_team()
    {
        var visit = await InStateAsync("reviewed");

        foreach (var other in (Partner[])[Sabha, Monitor, Officer])
        {
            (await StepAsync(other, visit, "sharing")).Expect(403);
        }

        (await StepAsync(Tripoli, visit, "sharing")).Expect(404);
        Assert.Equal("reviewed", await StateAsync(visit));
    }

    [Fact]
    public async Task A_summary_says_something()
    {
        var visit = await InStateAsync("reviewed");

        Assert.Equal("$.summary", (await StepAsync(Supervisor, visit, "sharing", new { recommendations = "Invented." })).WrongFields());
        Assert.Equal("$.summary", (await StepAsync(Supervisor, visit, "sharing", new { summary = new string('x', 4001) })).WrongFields());
        Assert.Equal("reviewed", await StateAsync(visit));
    }

    [Fact]
    public async Task What_nobody_reviewed_is_shared_nowhere_the_database_keeps_that_too()
    {
        var visit = await InStateAsync("report-draft");

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ScalarAsync<int>("update visits set state = 'shared-internal' where visit_id = $1 returning 1", visit));

        Assert.Equal("shared_after_review", refused.ConstraintName);
    }
}
