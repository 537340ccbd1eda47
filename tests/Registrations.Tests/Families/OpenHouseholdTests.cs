namespace Platform.Registrations.Tests.Families;

public sealed class OpenHouseholdTests : InAHousehold
{
    [Fact]
    public async Task Who_is_of_it_comes_back_as_they_were_told()
    {
        var (head, child) = (await Sabha.RegisterAsync(), await ChildAsync());

        var opened = (await OpenAsync(Sabha, Joins(head, "head"), Joins(child))).Expect(201);

        Assert.Equal("householdId members", opened.Json.FieldNames());
        Assert.Equal([head, child], MembersOf(opened));
        var first = opened["members"]![0]!.AsObject();
        Assert.Equal("personId recordedAt recordedBy role since", first.FieldNames());
        Assert.Equal(("head", "2026-01-10"), (first.Text("role"), first.Text("since")));
    }

    [Fact]
    public async Task A_wrong_field_is_named_by_its_path()
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal("$.members", (await OpenAsync(Sabha)).WrongFields());
        Assert.Equal("$.members[0].role", (await OpenAsync(Sabha, Joins(person, "king"))).WrongFields());
        Assert.Equal("$.members[0].since", (await OpenAsync(Sabha, Joins(person, since: "2999-01-01"))).WrongFields());
        Assert.Equal("$.members[0].since", (await OpenAsync(Sabha, Joins(person, since: null))).WrongFields());
        Assert.Equal("$.members[1]", (await OpenAsync(Sabha, Joins(person), Joins(person))).WrongFields());
        Assert.Empty((await Sabha.GetAsync($"/api/people/{person}/household")).Items());
    }

    [Fact]
    public async Task Of_files_that_are_not_kept_by_the_caller_there_is_none_and_not_there_is_told_alike()
    {
        var (own, others, read) = (await Sabha.RegisterAsync(), await Bayt.RegisterAsync(), await Amal.RegisterAsync());
        var reader = await WhoOnlyReadsAsync(read);

        foreach (var (by, theirs) in ((Partner, Guid)[])[(Sabha, others), (Sabha, Guid.NewGuid()), (reader, read)])
        {
            var refused = await OpenAsync(by, Joins(by == Sabha ? own : await reader.RegisterAsync()), Joins(theirs));
            Assert.Equal("$.members[1].personId", refused.WrongFields());
        }

        Assert.Empty((await Sabha.GetAsync($"/api/people/{own}/household")).Items());
    }

    [Fact]
    public async Task A_person_is_of_one_household_at_a_time_also_when_two_are_opened_at_once()
    {
        var (person, another) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());

        var both = await Task.WhenAll(OpenAsync(Sabha, Joins(person), Joins(another)), OpenAsync(SabhaSupervisor, Joins(another), Joins(person)));

        Assert.Equal([201, 409], both.Select(answer => answer.Status).Order());
        var refused = both.Single(answer => answer.Status == 409);
        Assert.Equal("in-household", refused.Problem);
        Assert.Equal(["$.members[0].personId", "$.members[1].personId"], refused["errors"]!.AsObject().Select(error => error.Key).Order());
        Assert.Equal("in_one_household_at_a_time", await RefusalOfDatabaseAsync(
            "insert into household_members (member_id, household_id, person_id, sealed, recorded_by, recorded_at) values (gen_random_uuid(), gen_random_uuid(), $1, '', gen_random_uuid(), now())", person));
    }

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text_and_each_goes_with_their_file()
    {
        var (person, stays) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var household = await TogetherAsync(person, stays);

        await using (var database = await Platform.OpenDatabaseAsync("registrations"))
        {
            await using var read = new Npgsql.NpgsqlCommand("select m::text || encode(m.sealed, 'escape') from household_members m where person_id = $1", database) { Parameters = { new() { Value = person } } };
            Assert.DoesNotMatch("member\"|head|2026-01-10", (string)(await read.ExecuteScalarAsync())!);
        }

        await EraseAsync(person);
        Assert.Equal([stays], MembersOf((await Sabha.GetAsync($"/api/households/{household}")).Expect(200)));
        Assert.Equal(0, await CountAsync("registrations", "select count(*) from household_members where person_id = $1", person));
    }
}
