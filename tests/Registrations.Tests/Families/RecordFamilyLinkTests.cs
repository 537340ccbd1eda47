namespace Platform.Registrations.Tests.Families;

public sealed class RecordFamilyLinkTests : InAFamily
{
    [Fact]
    public async Task What_was_said_comes_back_as_a_claim()
    {
        var person = await Sabha.RegisterAsync();

        var link = (await Sabha.PostAsync($"/api/people/{person}/family", Link())).Expect(201).Json;

        Assert.Equal(
            "alive allegedHarm approximateAge assertedBy caregiver ended history linkId mirrored name note recordedAt recordedBy relationship source travellingTogether verification version whereabouts",
            link.FieldNames());
        Assert.Equal(("mother", "unverified", "Zahra (invented)"), (link.Text("relationship"), link.Text("verification"), link.Text("name")));
        Assert.False(link["caregiver"]!.GetValue<bool>());
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "relationship", "\"twin-soul\"", "$.relationship" },
        { "relationship", "null", "$.relationship" },
        { "relationshipBack", "\"child\"", "$.relationshipBack" },   // of nobody
        { "relationshipBack", "\"twin-soul\"", "$.relationshipBack" },
        { "name", $"\"{new string('x', 201)}\"", "$.name" },
        { "approximateAge", "121", "$.approximateAge" },
        { "approximateAge", "-1", "$.approximateAge" },
        { "whereabouts", $"\"{new string('x', 501)}\"", "$.whereabouts" },
        { "alive", "\"perhaps\"", "$.alive" },
        { "source", "\"rumour\"", "$.source" },
        { "source", "null", "$.source" },
        { "assertedBy", $"\"{new string('x', 201)}\"", "$.assertedBy" },
        { "note", $"\"{new string('x', 2001)}\"", "$.note" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path) =>
        Assert.Contains(path, (await Sabha.PostAsync($"/api/people/{await Sabha.RegisterAsync()}/family", Link(said => said[field] = JsonNode.Parse(json)))).WrongFields(), StringComparison.Ordinal);

    [Fact]
    public async Task Of_a_relative_who_is_registered_nothing_is_told_but_what_each_is_to_the_other()
    {
        var (person, relative) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());

        foreach (var field in (string[])["name", "whereabouts", "alive", "approximateAge"])
        {
            var said = To(relative);
            said[field] = Link()[field]!.DeepClone();
            Assert.Equal($"$.{field}", (await Sabha.PostAsync($"/api/people/{person}/family", said)).WrongFields());
        }

        var without = To(relative);
        without.Remove("relationshipBack");
        Assert.Equal("$.relationshipBack", (await Sabha.PostAsync($"/api/people/{person}/family", without)).WrongFields());
        Assert.Empty((await Sabha.GetAsync($"/api/people/{person}/family")).Items());
    }

    [Fact]
    public async Task A_relative_whose_file_is_not_kept_by_the_caller_or_is_not_there_is_told_alike()
    {
        var (person, others, read) = (await Sabha.RegisterAsync(), await Amal.RegisterAsync(), await Amal.RegisterAsync());
        var reader = await WhoOnlyReadsAsync(read);
        var own = await reader.RegisterAsync();

        var answers = new[]
        {
            await Sabha.PostAsync($"/api/people/{person}/family", To(others)),
            await Sabha.PostAsync($"/api/people/{person}/family", To(Guid.NewGuid())),
            await Sabha.PostAsync($"/api/people/{person}/family", To(person)),
            await reader.PostAsync($"/api/people/{own}/family", To(read)),
        };

        Assert.All(answers, answer => Assert.Equal("$.relativeId", answer.WrongFields()));
        Assert.Single(answers.Select(answer => answer["errors"]!.ToJsonString()).Distinct());
        Assert.Empty((await Amal.GetAsync($"/api/people/{others}/family")).Items());
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_records_nothing()
    {
        var person = await Amal.RegisterAsync();

        (await Bayt.PostAsync($"/api/people/{person}/family", Link())).Expect(404);
        (await (await WhoOnlyReadsAsync(person)).PostAsync($"/api/people/{person}/family", Link())).Expect(403);
        Assert.Empty((await Amal.GetAsync($"/api/people/{person}/family")).Items());
    }

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text()
    {
        var (person, relative) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        await VerifyAsync(person, await LinkedAsync(person));
        await LinkedAsync(person, To(relative));

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var read = new Npgsql.NpgsqlCommand("""
            select string_agg(l::text || encode(l.sealed, 'escape') || coalesce(encode(l.mirrored, 'escape'), '') || coalesce(s::text || encode(s.sealed, 'escape'), ''), '')
              from family_links l left join family_steps s on s.link_id = l.link_id where l.person_id = $1
            """, database) { Parameters = { new() { Value = person } } };
        Assert.DoesNotMatch("Zahra|mother|aunt|niece|market|invented|interviews", (string)(await read.ExecuteScalarAsync())!);
    }

    [Fact]
    public async Task Two_who_link_the_same_two_the_other_way_round_do_not_wait_for_each_other()
    {
        var (one, other) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => at % 2 == 0
            ? Sabha.PostAsync($"/api/people/{one}/family", To(other)) : SabhaSupervisor.PostAsync($"/api/people/{other}/family", To(one))));

        Assert.All(answers, answer => answer.Expect(201));
        Assert.Equal(8, (await Sabha.GetAsync($"/api/people/{one}/family")).Items().Count);
    }
}
