namespace Platform.Registrations.Tests.Duplicates;

public sealed class DecideDuplicateTests : OnPairs
{
    [Fact]
    public async Task That_they_are_two_people_one_decides_and_nothing_to_compare_is_left()
    {
        var (pair, one, other) = await PairAsync();

        var decided = (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = false })).Expect(200);

        Assert.Equal(("different", null), (decided.Json.Text("state"), decided["sides"]));
        Assert.Equal(1L, await ScalarAsync("select count(*) from duplicates where duplicate_id = $1 and one_sealed is null and other_sealed is null and decided_by is not null", pair));
        await ScalarAsync("update keyings set linking = 'due' where person_id = any ($1)", new[] { one, other });
        await LookedAsync(one, other);
        Assert.Equal("different", await StateAsync(one, other));   // it is not asked again
        (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = true })).Expect(409);
    }

    [Fact]
    public async Task Whoever_has_doubts_may_still_say_no_to_what_was_proposed()
    {
        var (pair, _, _) = await PairAsync();
        (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = true })).Expect(200);

        Assert.Equal("same-proposed", (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = true })).Expect(409).Json.Text("state"));
        Assert.Equal("different", (await SecondAtDesk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = false })).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task What_is_not_there_looks_like_what_is_nobodys_and_a_decision_has_to_be_said()
    {
        var (pair, _, _) = await PairAsync();

        (await Desk.PostAsync($"/api/duplicates/{Guid.NewGuid()}/decision", new { samePerson = false })).Expect(404);
        Assert.Equal("$.samePerson", (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { })).WrongFields());
    }
}
