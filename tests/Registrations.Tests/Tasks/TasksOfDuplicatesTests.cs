using Platform.Registrations.Tests.Duplicates;

namespace Platform.Registrations.Tests.Tasks;

/// <summary>A pair is the desk's, and what one there proposed is confirmed by another.</summary>
public sealed class TasksOfDuplicatesTests : OnPairs
{
    [Fact]
    public async Task A_pair_is_decided_at_the_desk_and_confirmed_by_another_there()
    {
        var (pair, _, _) = await PairAsync();
        Assert.Equal(("desk second", ""), (await HaveAsync("duplicate-to-decide"), await HaveAsync("duplicate-to-confirm")));

        (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = true })).Expect(200);
        Assert.Equal(("", "second"), (await HaveAsync("duplicate-to-decide"), await HaveAsync("duplicate-to-confirm")));
        var task = (await SecondAtDesk.TaskAsync("registrations", "duplicate-to-confirm", pair))!;
        Assert.Equal("awaiting-approval", task.Text("state"));

        (await SecondAtDesk.PostAsync($"{task.Text("path")}/confirmation", new { })).Expect(200);
        Assert.Equal("", await HaveAsync("duplicate-to-confirm"));

        Task<string> HaveAsync(string kind) => TaskPages.HaveAsync("registrations", kind, pair, ("desk", Desk), ("second", SecondAtDesk), ("amal", Amal), ("bayt", Bayt));
    }
}
