namespace Platform.Registrations.Tests.Programmes;

public sealed class RecordForProgrammeTests : OnProgrammes
{
    private static JsonObject All() => new() { ["blankets"] = 3, ["needs-heating"] = true, ["visited-on"] = "2026-01-20", ["remarks"] = "Invented.", ["shelter"] = "tent" };

    private Task<Answer> RecordAsync(Guid person, JsonObject answers, string? ifMatch = null, Partner? by = null) =>
        (by ?? Lead).PutAsync($"/api/people/{person}/programmes/{Code}", new JsonObject { ["answers"] = answers }, ifMatch);

    [Fact]
    public async Task What_was_answered_comes_back_as_it_was_and_in_words()
    {
        await InForceAsync();
        var person = await Lead.RegisterAsync();

        var recorded = (await RecordAsync(person, All())).Expect(200);

        Assert.Equal(("\"1\"", All().ToJsonString(), "Winter help"), (recorded.ETag, recorded["answers"]!.ToJsonString(), recorded.Json.Text("title")));
        Assert.Equal(
            ["Asked blankets: 3", "Asked needs-heating: yes", "Asked visited-on: 2026-01-20", "Asked remarks: Invented.", "Asked shelter: Tent"], recorded["inWords"]!.AsArray().Select(line => line!.GetValue<string>()));
        Assert.DoesNotContain("Invented", await SealedAsync(person), StringComparison.Ordinal);
        (await RecordAsync(person, All())).Expect(428);
        (await RecordAsync(person, All(), "\"7\"")).Expect(412);
        Assert.Equal("\"2\"", (await RecordAsync(person, new() { ["blankets"] = 4 }, "\"1\"")).Expect(200).ETag);
    }

    [Theory]
    [InlineData("blankets", "\"three\"")]
    [InlineData("blankets", "null")]
    [InlineData("blankets", "2e9")]
    [InlineData("needs-heating", "\"yes\"")]
    [InlineData("visited-on", "\"20.1.2026\"")]
    [InlineData("visited-on", "\"0026-01-20\"")]
    [InlineData("remarks", "\"\"")]
    [InlineData("remarks", "\"a\\u202eb\"")]
    [InlineData("remarks", "17")]
    [InlineData("shelter", "\"cave\"")]
    [InlineData("tribe", "\"x\"")]
    public async Task What_was_not_asked_or_is_no_answer_is_named_by_its_path(string field, string json)
    {
        await InForceAsync();
        var (person, answers) = (await Lead.RegisterAsync(), All());
        answers[field] = JsonNode.Parse(json);

        Assert.Equal($"$.answers.{field}", (await RecordAsync(person, answers)).WrongFields());
        Assert.Empty((await Lead.GetAsync($"/api/people/{person}/programmes")).Items());
    }

    [Fact]
    public async Task What_has_to_be_answered_is_and_what_is_asked_no_more_stays_and_is_not_answered_anew()
    {
        await InForceAsync();
        var (person, later) = (await Lead.RegisterAsync(), await Lead.RegisterAsync());
        Assert.Equal("$.answers.blankets", (await RecordAsync(person, [])).WrongFields());
        Assert.Equal("$.answers", (await Lead.PutAsync($"/api/people/{person}/programmes/{Code}", new { }, null)).WrongFields());
        (await RecordAsync(person, All())).Expect(200);
        await InForceAsync(form => (form["fields"]![0]!["retired"], form["fields"]![3]!["retired"]) = (true, true));

        Assert.Equal("$.answers.remarks", (await RecordAsync(later, new() { ["remarks"] = "Invented." })).WrongFields());
        (await RecordAsync(later, [])).Expect(200);   // nor has it to be answered
        Assert.Equal("$.answers.remarks", (await RecordAsync(person, new() { ["remarks"] = "Another." }, "\"1\"")).WrongFields());
        Assert.Contains("Asked remarks: Invented.", (await RecordAsync(person, All(), "\"1\"")).Expect(200)["inWords"]!.AsArray().Select(line => line!.GetValue<string>()));
    }

    [Fact]
    public async Task It_is_for_who_keeps_the_file_and_of_a_programme_of_the_agency()
    {
        await InForceAsync();
        var (person, of) = (await Lead.RegisterAsync(), await Amal.RegisterAsync());

        (await RecordAsync(person, All(), by: Amal)).Expect(404);
        (await RecordAsync(of, All(), by: Amal)).Expect(404);   // there is no such programme of theirs
        (await RecordAsync(of, All(), by: await WhoOnlyReadsAsync(of))).Expect(403);
    }

    private async Task<string> SealedAsync(Guid person)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new Npgsql.NpgsqlCommand("select encode(sealed, 'escape') from person_programmes where person_id = $1", database) { Parameters = { new() { Value = person } } };
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
