namespace Platform.Registrations.Tests.Missions;

/// <summary>ClearMissionTests, DepartOnMissionTests, CompleteMissionTests and CancelMissionTests: how a mission goes on.</summary>
public sealed class MoveMissionTests : Travelling
{
    private static readonly (string Move, string[] From, string To)[] Moves =
    [
        ("clearance", ["planned", "cleared"], "planned"),
        ("departure", ["cleared"], "under-way"),
        ("completion", ["under-way"], "done"),
        ("cancellation", ["planned", "cleared", "under-way"], "cancelled"),
    ];

    [Theory]
    [InlineData("cleared")]
    [InlineData("under-way")]
    [InlineData("done")]
    [InlineData("cancelled")]
    public async Task From_each_state_of_a_mission_the_moves_that_there_are(string state)
    {
        var named = state == "cleared" ? "planned" : state;
        foreach (var (move, from, to) in Moves)
        {
            var mission = await MissionInAsync(state);

            var answer = await MoveAsync(Monitor, mission, move);

            Assert.Equal(from.Contains(state) ? (200, to) : (409, named), (answer.Status, answer.Json.Text("state")));
            Assert.Equal(from.Contains(state) ? to : named, (await ReadAsync(mission)).Text("state"));
        }
    }

    [Fact]
    public async Task Nobody_leaves_before_it_is_cleared_and_the_database_keeps_that()
    {
        var mission = await PlannedAsync();

        Assert.Equal("not-cleared", (await MoveAsync(Sabha, mission, "departure")).Expect(409).Problem);
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ScalarAsync<int>("update missions set state = 'under-way' where mission_id = $1 returning 1", mission));
        Assert.Equal("nobody_leaves_uncleared", refused.ConstraintName);

        var cleared = (await MoveAsync(Supervisor, mission, "clearance")).Expect(200);
        Assert.Equal("by note on recordedAt recordedBy reference", cleared["clearance"].FieldNames());
        Assert.Equal(await Platform.MemberIdAsync("supervisor@iom-libya.demo"), cleared["clearance"].Id("recordedBy"));
        (await MoveAsync(Sabha, mission, "departure")).Expect(200);
    }

    [Fact]
    public async Task It_ends_with_what_came_of_it_or_why_not()
    {
        Assert.Equal("Twelve people met (invented).", (await ReadAsync(await MissionInAsync("done"))).Text("summary"));
        Assert.Equal("Fighting on the road (invented).", (await ReadAsync(await MissionInAsync("cancelled"))).Text("cancelledBecause"));
        Assert.Equal("$.summary", (await MoveAsync(Sabha, await MissionInAsync("under-way"), "completion", new { })).WrongFields());
        Assert.Equal("$.reason", (await MoveAsync(Sabha, await PlannedAsync(), "cancellation", new { reason = "" })).WrongFields());
        Assert.Equal("$.by $.on", (await MoveAsync(Sabha, await PlannedAsync(), "clearance", new { })).WrongFields());
        Assert.Equal("$.on", (await MoveAsync(Sabha, await PlannedAsync(), "clearance", new { by = "Security office (invented)", on = In(1) })).WrongFields());
    }

    [Fact]
    public async Task Nobody_moves_what_is_not_theirs_and_a_move_sent_twice_is_one()
    {
        var (mission, key) = (await MissionInAsync("cleared"), Guid.NewGuid().ToString());
        foreach (var (move, _, _) in Moves)
        {
            (await MoveAsync(Officer, mission, move)).Expect(403);
            var none = (await MoveAsync(Tripoli, Guid.NewGuid(), move)).Expect(404);
            foreach (var other in (Partner[])[Tripoli, Colleague, Amal]) Assert.Equal(none.Body, (await MoveAsync(other, mission, move)).Expect(404).Body);
        }

        Assert.Equal((await MoveAsync(Sabha, mission, "departure", key: key)).Expect(200).Body, (await MoveAsync(Sabha, mission, "departure", key: key)).Expect(200).Body);
    }

    [Fact]
    public async Task One_that_nobody_closed_after_its_last_day_is_a_task_of_who_keeps_it()
    {
        var (ahead, today, over, late) = (await PlannedAsync(), await EndedAsync(0), await EndedAsync(-1), await EndedAsync(-4));

        Assert.Equal(("", ""), (await HaveAsync(ahead), await HaveAsync(today)));
        Assert.Equal("system monitor supervisor", await HaveAsync(over));
        Assert.Equal(("due", "overdue"), (await StateAsync(over), await StateAsync(late)));
        (await MoveAsync(Sabha, late, "completion")).Expect(200);
        Assert.Equal("", await HaveAsync(late));

        Task<Guid> EndedAsync(int days) => MissionInAsync("under-way", told => (told["fromOn"], told["untilOn"]) = (In(days - 2), In(days)));
        Task<string> HaveAsync(Guid mission) => TaskPages.HaveAsync("registrations", "mission-to-close", mission, ("system", Sabha), ("monitor", Monitor), ("supervisor", Supervisor), ("officer", Officer), ("tripoli", Tripoli));
        async Task<string?> StateAsync(Guid mission) => (await Sabha.TaskAsync("registrations", "mission-to-close", mission))?.Text("state");
    }
}
