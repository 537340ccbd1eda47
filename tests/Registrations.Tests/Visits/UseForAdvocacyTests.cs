namespace Platform.Registrations.Tests.Visits;

public sealed class UseForAdvocacyTests : Visiting
{
    [Fact]
    public async Task Each_use_is_written_down_and_the_first_moves_the_visit_on()
    {
        var visit = await InStateAsync("shared-internal");

        var use = (await UseAsync(visit, new { audience = "government", usedOn = In(0), what = "Doctors for all (invented).", mitigation = "Nobody is quoted (invented)." })).Expect(201);

        Assert.Equal("audience mitigation recordedAt recordedBy useId usedOn what", use.Json.FieldNames());
        Assert.Equal(("government", In(0), "Doctors for all (invented)."), (use.Json.Text("audience"), use.Json.Text("usedOn"), use.Json.Text("what")));
        Assert.Equal("advocacy-used", await StateAsync(visit));
        (await UseAsync(visit, new { audience = "donor", usedOn = In(0), what = "Invented.", mitigation = "Invented." })).Expect(201);
        Assert.Equal("advocacy-used", await StateAsync(visit));
        Assert.Equal(2, (await Officer.GetAsync($"/api/visits/{visit}/advocacy-uses")).Items().Count);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("possible", false)]
    [InlineData("likely", false)]
    [InlineData("none", true)]
    public async Task Where_reprisals_are_not_ruled_out_it_says_what_keeps_those_who_talked_from_harm(string? risk, bool isUsed)
    {
        var visit = await InStateAsync("shared-internal", told => told["reprisalRisk"] = risk);

        var answer = await UseAsync(visit, new { audience = "public", usedOn = In(0), what = "Invented." });

        Assert.Equal(isUsed ? (201, "") : (400, "$.mitigation"), (answer.Status, isUsed ? "" : answer.WrongFields()));
        Assert.Equal(isUsed ? "advocacy-used" : "shared-internal", await StateAsync(visit));
    }

    [Theory]
    [InlineData("planned")]
    [InlineData("report-draft")]
    [InlineData("reviewed")]
    [InlineData("closed")]
    public async Task Nothing_is_used_that_was_not_shared_before(string state)
    {
        var visit = await InStateAsync(state);

        Assert.Equal(state, (await StepAsync(Supervisor, visit, "advocacy-uses")).Expect(409).Json.Text("state"));

        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from visit_uses where visit_id = $1", visit));
    }

    [Fact]
    public async Task Only_a_supervisor_of_the_team_and_only_what_was()
    {
        var visit = await InStateAsync("shared-internal");

        foreach (var other in (Partner[])[Sabha, Monitor, Officer])
        {
            (await StepAsync(other, visit, "advocacy-uses")).Expect(403);
        }

        (await StepAsync(Tripoli, visit, "advocacy-uses")).Expect(404);
        Assert.Equal("$.usedOn", (await UseAsync(visit, new { audience = "public", usedOn = In(1), what = "Invented.", mitigation = "Invented." })).WrongFields());
        Assert.Equal("$.usedOn", (await UseAsync(visit, new { audience = "public", usedOn = In(-2), what = "Invented.", mitigation = "Invented." })).WrongFields());
        Assert.Equal("$.audience $.usedOn $.what", (await UseAsync(visit, new { mitigation = "Invented." })).WrongFields());
        Assert.Equal("$.audience", (await UseAsync(visit, new { audience = "guards", usedOn = In(0), what = "Invented.", mitigation = "Invented." })).WrongFields());
        Assert.Equal("shared-internal", await StateAsync(visit));
    }

    private Task<Answer> UseAsync(Guid visit, object use) => StepAsync(Supervisor, visit, "advocacy-uses", use);
}
