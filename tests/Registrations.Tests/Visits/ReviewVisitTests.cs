namespace Platform.Registrations.Tests.Visits;

/// <summary>ReviewVisit; from which state is in MoveVisitTests.</summary>
public sealed class ReviewVisitTests : Visiting
{
    [Fact]
    public async Task A_supervisor_who_did_not_visit_reviews_it()
    {
        var visit = await InStateAsync("report-draft");

        var reviewed = (await StepAsync(Supervisor, visit, "review")).Expect(200);

        Assert.Equal("reviewed", reviewed.Json.Text("state"));
        Assert.Equal(await Platform.MemberIdAsync("supervisor@iom-libya.demo"), reviewed.Json.Id("reviewedBy"));
    }

    [Fact]
    public async Task What_is_not_confirmed_is_written_again()
    {
        var visit = await InStateAsync("report-draft");

        var back = (await StepAsync(Supervisor, visit, "review", new { confirmed = false })).Expect(200);

        Assert.Equal(("done", null), (back.Json.Text("state"), back["reviewedBy"]));
        (await StepAsync(Sabha, visit, "report")).Expect(200);
        (await StepAsync(Supervisor, visit, "review")).Expect(200);
    }

    [Fact]
    public async Task Nobody_who_went_or_wrote_it_down_reviews_it_and_the_database_keeps_that()
    {
        var supervisor = await Platform.MemberIdAsync("supervisor@iom-libya.demo");
        var supervised = (await Supervisor.PostAsync("/api/visits", Visit())).Expect(201).Json.Id("visitId");
        var visited = await RecordedAsync(told => told["visitors"] = new JsonArray("supervisor@iom-libya.demo"));
        foreach (var visit in (Guid[])[supervised, visited])
        {
            (await StepAsync(Supervisor, visit, "completion")).Expect(200);
            (await StepAsync(Supervisor, visit, "report")).Expect(200);

            (await StepAsync(Supervisor, visit, "review")).Expect(403);

            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ScalarAsync<int>(
                "update visits set state = 'reviewed', reviewed_by = $2 where visit_id = $1 returning 1", visit, supervisor));
            Assert.Equal("reviewed_by_who_did_not_visit", refused.ConstraintName);
        }
    }

    [Fact]
    public async Task Only_a_supervisor_of_the_team()
    {
        var visit = await InStateAsync("report-draft");

        foreach (var other in (Partner[])[Sabha, Monitor, Officer])
        {
            (await StepAsync(other, visit, "review")).Expect(403);
        }

        (await StepAsync(Tripoli, visit, "review")).Expect(404);
        Assert.Equal("$.confirmed", (await StepAsync(Supervisor, visit, "review", new { })).WrongFields());
        Assert.Equal("report-draft", await StateAsync(visit));
    }
}
