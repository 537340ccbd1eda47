namespace Platform.Registrations.Tests.Duplicates;

public sealed class ConfirmDuplicateTests : OnPairs
{
    [Fact]
    public async Task That_two_records_are_of_one_person_takes_two_people_and_changes_no_file()
    {
        var (pair, one, other) = await PairAsync();

        (await SecondAtDesk.PostAsync($"/api/duplicates/{pair}/confirmation", new { })).Expect(409);
        var proposed = (await Desk.PostAsync($"/api/duplicates/{pair}/decision", new { samePerson = true })).Expect(200);
        Assert.Equal(("same-proposed", 2), (proposed.Json.Text("state"), proposed["sides"]!.AsArray().Count));
        (await Desk.PostAsync($"/api/duplicates/{pair}/confirmation", new { })).Expect(403);

        var confirmed = (await SecondAtDesk.PostAsync($"/api/duplicates/{pair}/confirmation", new { })).Expect(200);

        Assert.Equal(("same", null), (confirmed.Json.Text("state"), confirmed["sides"]));
        Assert.NotEqual(confirmed["decidedBy"]!.GetValue<Guid>(), confirmed["confirmedBy"]!.GetValue<Guid>());
        Assert.Equal(1, (await Amal.GetAsync($"/api/people/{one}")).Expect(200)["version"]!.GetValue<int>());
        Assert.Equal(1, (await Bayt.GetAsync($"/api/people/{other}")).Expect(200)["version"]!.GetValue<int>());
        (await SecondAtDesk.PostAsync($"/api/duplicates/{Guid.NewGuid()}/confirmation", new { })).Expect(404);
    }

    [Theory]
    [InlineData("state = 'same', decided_by = access.caller(), confirmed_by = access.caller()")]   // alone
    [InlineData("state = 'same', decided_by = '00000000-0000-0000-0000-000000000001', confirmed_by = '00000000-0000-0000-0000-000000000002'")]   // in another's name
    [InlineData("state = 'same-proposed', decided_by = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("state = 'ended'")]
    public async Task The_database_does_not_take_it_from_one(string change)
    {
        var (pair, _, _) = await PairAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var forged = new Npgsql.NpgsqlCommand($"""
            begin;
            select set_config('app.grantees', array(select grantee from access.grants where record = '{pair}')::text, true), set_config('app.caller', '{Guid.NewGuid()}', true);
            set local role {Platform.NameOf("registrations")}_app;
            update duplicates set {change} where duplicate_id = '{pair}';
            """, database);

        Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => forged.ExecuteNonQueryAsync())).SqlState);
    }
}
