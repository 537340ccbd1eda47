namespace Platform.Scope.Tests;

/// <content>Records of several agencies that may be of one person.</content>
public sealed partial class Comparison
{
    private async Task DuplicatesAsync(Member member, Door registrations)
    {
        var may = ReferenceModel.DecidesDuplicates(member);
        foreach (var state in (string?[])[null, "same"])
        {
            Compare(
                member, $"GET duplicates {state}",
                Allowed(member, may, () => Ids(Enumerable.Reverse(world.Pairs).Where(pair => model.Sees(member, pair) && (state is null || pair.State == state)).Select(pair => pair.Id))),
                await AllAsync(registrations, $"/duplicates?limit=2{(state is null ? "" : $"&state={state}")}", "duplicateId"));
        }

        foreach (var pair in world.Pairs)
        {
            Compare(member, $"GET /duplicates/{pair.Id}", Found(member, may, model.Sees(member, pair), () => pair.State), Told(await registrations.GetAsync($"/duplicates/{pair.Id}"), view => view.Text("state")!));
        }
    }
}
