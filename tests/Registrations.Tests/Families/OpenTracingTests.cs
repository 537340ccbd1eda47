namespace Platform.Registrations.Tests.Families;

public sealed class OpenTracingTests : Tracing
{
    [Fact]
    public async Task What_is_sought_comes_back_with_the_wish_and_who_agreed()
    {
        var child = await ChildAsync();
        var link = await LinkedAsync(child);

        var opened = (await Sabha.PostAsync($"/api/people/{child}/tracing", Search(search => search["linkId"] = link))).Expect(201).Json;

        Assert.Equal("agreedBy agreedOn bestInterests followUpOverdue linkId mayContact note personId recordedAt recordedBy sought state steps tracingId version wish", opened.FieldNames());
        Assert.Equal(("open", "none", "To hear my mother's voice (invented)."), (opened.Text("state"), opened.Text("bestInterests"), opened.Text("wish")));
        Assert.False(opened["mayContact"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("sought", "null", "$.sought")]   // whom, then?
    [InlineData("wish", "null", "$.wish")]
    [InlineData("agreedBy", "null", "$.agreedBy")]
    [InlineData("agreedBy", "\"smuggler\"", "$.agreedBy")]
    [InlineData("agreedOn", "\"2999-01-01\"", "$.agreedOn")]
    [InlineData("agreedOn", "null", "$.agreedOn")]
    [InlineData("note", "\"a\\u202Eb\"", "$.note")]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path) =>
        Assert.Equal(path, (await Sabha.PostAsync($"/api/people/{await ChildAsync()}/tracing", Search(search => search[field] = JsonNode.Parse(json)))).WrongFields());

    [Fact]
    public async Task A_link_of_another_file_or_one_that_has_ended_is_not_sought()
    {
        var (child, other) = (await ChildAsync(), await ChildAsync());
        var (ended, theirs) = (await LinkedAsync(child), await LinkedAsync(other, To(child)));
        (await MoveAsync(Sabha, child, ended, "end", EndFamilyLinkTests.End())).Expect(200);

        foreach (var link in (Guid[])[ended, theirs, Guid.NewGuid()])
        {
            Assert.Equal("$.linkId", (await Sabha.PostAsync($"/api/people/{child}/tracing", Search(search => search["linkId"] = link))).WrongFields());
        }
    }

    [Fact]
    public async Task Who_only_claims_to_care_or_is_said_to_have_harmed_the_child_agrees_to_nothing()
    {
        var child = await ChildAsync();
        var claimed = await LinkedAsync(child);
        var search = Search(search => search["agreedBy"] = "caregiver");

        Assert.Equal("caregiver-missing", (await Sabha.PostAsync($"/api/people/{child}/tracing", search)).Expect(409).Problem);
        (await VerifyAsync(child, claimed)).Expect(200);
        (await MoveAsync(Sabha, child, claimed, "caregiver", new { since = Today })).Expect(200);
        (await Sabha.PostAsync($"/api/people/{child}/tracing", search)).Expect(201);
        (await MoveAsync(Sabha, child, claimed, "alleged-harm", new { })).Expect(200);
        Assert.Equal("caregiver-missing", (await Sabha.PostAsync($"/api/people/{child}/tracing", search)).Expect(409).Problem);
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_looks_for_nobody()
    {
        var person = await Amal.RegisterAsync();

        (await Bayt.PostAsync($"/api/people/{person}/tracing", Search())).Expect(404);
        (await (await WhoOnlyReadsAsync(person)).PostAsync($"/api/people/{person}/tracing", Search())).Expect(403);
        Assert.Empty((await Amal.GetAsync($"/api/people/{person}/tracing")).Items());
    }

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text_and_it_goes_with_the_file()
    {
        var (child, tracing) = await OpenedAsync();
        (await StepAsync(Sabha, child, tracing, "actions", Action())).Expect(200);

        await using (var database = await Platform.OpenDatabaseAsync("registrations"))
        {
            await using var read = new Npgsql.NpgsqlCommand("select t::text || encode(t.sealed, 'escape') || s::text || encode(s.sealed, 'escape') from tracings t join tracing_steps s using (tracing_id) where tracing_id = $1", database) { Parameters = { new() { Value = tracing } } };
            Assert.DoesNotMatch("mother|voice|self|interview|invented", (string)(await read.ExecuteScalarAsync())!);
        }

        await EraseAsync(child);
        Assert.Equal(0, await CountAsync("registrations", "select (select count(*) from tracings where tracing_id = $1) + (select count(*) from tracing_steps where tracing_id = $1)", tracing));
    }
}
