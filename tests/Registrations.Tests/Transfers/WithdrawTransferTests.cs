namespace Platform.Registrations.Tests.Transfers;

public sealed class WithdrawTransferTests : BetweenTeams
{
    [Fact]
    public async Task What_was_taken_back_shows_nothing_of_the_person_to_who_would_have_decided()
    {
        var (transfer, _) = await OfferedAsync();

        (await MoveAsync(SabhaSupervisor, transfer, "withdrawal")).Expect(200);

        Assert.Equal("endedAt fromTeamId handoverDays offeredAt offeredBy reasonCode status toTeamId transferId version", (await Tripoli.GetAsync($"/api/transfers/{transfer}")).Json.FieldNames());
    }

    /// <summary>Every state, every side, every move.</summary>
    [Theory]
    [InlineData("offered")]
    [InlineData("accepted")]
    [InlineData("rejected")]
    [InlineData("withdrawn")]
    public async Task From_each_state_each_side_makes_the_moves_that_are_its_own(string state)
    {
        foreach (var move in (string[])["acceptance", "rejection", "withdrawal"])
        {
            var (transfer, _) = await OfferedAsync();
            if (state is not "offered")
            {
                (await MoveAsync(state is "withdrawn" ? Sabha : Tripoli, transfer, state switch { "accepted" => "acceptance", "rejected" => "rejection", _ => "withdrawal" })).Expect(200);
            }

            var (own, other) = move is "withdrawal" ? (Sabha, Tripoli) : (Tripoli, Sabha);
            (await MoveAsync(other, transfer, move)).Expect(403);
            foreach (var third in (Partner[])[Amal, TripoliCaseworker, await Platform.SignInAsync("supervisor@amal-health.demo")])
            {
                Assert.Equal((await MoveAsync(third, Guid.NewGuid(), move)).Expect(404).Body, (await MoveAsync(third, transfer, move)).Expect(404).Body);
            }

            var answer = await MoveAsync(own, transfer, move);
            if (state is "offered")
            {
                answer.Expect(200);
            }
            else
            {
                Assert.Equal(("wrong-state", state), (answer.Expect(409).Problem, answer.Json.Text("state")));
            }
        }
    }

    /// <summary>Every state, every role of the agency and every kind of other agency: nobody else moves it, and it stays as it is.</summary>
    [Theory]
    [InlineData("offered")]
    [InlineData("accepted")]
    [InlineData("rejected")]
    [InlineData("withdrawn")]
    public async Task Whoever_else_tries_a_move_is_refused_and_changes_nothing(string state)
    {
        var (transfer, _) = await OfferedAsync();
        if (state is not "offered")
        {
            (await MoveAsync(state is "withdrawn" ? Sabha : Tripoli, transfer, state switch { "accepted" => "acceptance", "rejected" => "rejection", _ => "withdrawal" })).Expect(200);
        }

        var before = (await Tripoli.GetAsync($"/api/transfers/{transfer}")).Expect(200);
        var wrong = new List<string>();
        foreach (var who in (string[])["caseworker@iom-libya.demo", "focal-point@iom-libya.demo", "protection-officer@iom-libya.demo", "coordinator@iom-libya.demo", "access-admin@iom-libya.demo", "auditor@iom-libya.demo", "statistics@iom-libya.demo",
                     "caseworker@amal-health.demo", "focal-point@bayt-shelter.demo", "authority-officer@social-affairs.demo", "consular-officer@embassy-one.demo", "reception-officer@mission-one.demo"])
        {
            foreach (var move in (string[])["acceptance", "rejection", "withdrawal"])
            {
                var expected = who.Split('@')[0] is "caseworker" ? 404 : 403;   // a role that keeps cases finds no such transfer; any other may not even try
                if ((await MoveAsync(await Platform.SignInAsync(who), transfer, move)).Status is var answered && answered != expected)
                {
                    wrong.Add($"{who} {move}: {answered}, not {expected}");
                }
            }
        }

        Assert.Equal([], wrong);
        Assert.Equal(before, (await Tripoli.GetAsync($"/api/transfers/{transfer}")).Expect(200));
    }
}
