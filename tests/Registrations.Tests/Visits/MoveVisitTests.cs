namespace Platform.Registrations.Tests.Visits;

/// <summary>MoveVisit, and from which state each move is made.</summary>
public sealed class MoveVisitTests : Visiting
{
    private static readonly (string Move, string[] From, string To)[] Moves =
    [
        ("access-request", ["planned"], "access-requested"),
        ("access-answer", ["access-requested"], "granted"),
        ("completion", ["planned", "access-requested", "granted", "refused"], "done"),
        ("report", ["done"], "report-draft"),
        ("review", ["report-draft"], "reviewed"),
        ("sharing", ["reviewed"], "shared-internal"),
        ("closure", ["refused", "reviewed", "shared-internal", "advocacy-used"], "closed"),
    ];

    [Theory]
    [InlineData("planned")]
    [InlineData("access-requested")]
    [InlineData("granted")]
    [InlineData("refused")]
    [InlineData("done")]
    [InlineData("report-draft")]
    [InlineData("reviewed")]
    [InlineData("shared-internal")]
    [InlineData("advocacy-used")]
    [InlineData("closed")]
    public async Task From_each_state_the_moves_that_there_are(string state)
    {
        foreach (var (move, from, to) in Moves)
        {
            var visit = await InStateAsync(state);

            var answer = await StepAsync(IsForASupervisor(move) ? Supervisor : Monitor, visit, move);

            Assert.Equal(from.Contains(state) ? (200, to) : (409, state), (answer.Status, answer.Json.Text("state")));
            Assert.Equal(from.Contains(state) ? to : state, await StateAsync(visit));
            Assert.Single((await Officer.GetAsync($"/api/visits?limit=200&state={(from.Contains(state) ? to : state)}")).Items(), item => item.Id("visitId") == visit);
        }
    }

    [Fact]
    public async Task Nobody_moves_what_is_not_theirs()
    {
        var visit = await RecordedAsync();
        foreach (var (move, _, _) in Moves.Where(move => !IsForASupervisor(move.Move)))
        {
            (await StepAsync(Officer, visit, move)).Expect(403);
            var none = (await StepAsync(Tripoli, Guid.NewGuid(), move)).Expect(404);
            foreach (var other in (Partner[])[Tripoli, Colleague, Amal])
            {
                Assert.Equal(none.Body, (await StepAsync(other, visit, move)).Expect(404).Body);
            }
        }

        Assert.Equal("planned", await StateAsync(visit));
    }

    [Fact]
    public async Task A_move_sent_twice_is_one()
    {
        var (visit, key) = (await RecordedAsync(), Guid.NewGuid().ToString());

        var first = (await StepAsync(Sabha, visit, "access-request", key: key)).Expect(200);

        Assert.Equal(first.Body, (await StepAsync(Sabha, visit, "access-request", key: key)).Expect(200).Body);
    }
}
