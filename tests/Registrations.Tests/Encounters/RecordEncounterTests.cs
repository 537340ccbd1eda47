namespace Platform.Registrations.Tests.Encounters;

public sealed class RecordEncounterTests : Meeting
{
    [Fact]
    public async Task What_was_written_comes_back_with_who_wrote_it_down()
    {
        var person = await Sabha.RegisterAsync();

        var met = (await MeetAsync(Sabha, person)).Expect(201);

        Assert.Equal("details encounterId followedUp former recordedAt recordedBy version", met.Json.FieldNames());
        Assert.Equal("areaCode at followUpOn followUpType inPrivate note present siteType way", met["details"].FieldNames());
        Assert.Equal((1, 0), (met["version"]!.GetValue<int>(), met["former"]!.AsArray().Count));
        Assert.Contains("POST /people/{personId:guid}/encounters identity allowed", await AuditOfAsync(person));
    }

    [Fact]
    public async Task A_call_needs_no_place_and_a_repeated_one_is_written_once()
    {
        var (person, key) = (await Sabha.RegisterAsync(), Guid.NewGuid().ToString());
        var call = new JsonObject { ["at"] = "2026-01-31T09:30:00Z", ["way"] = "phone", ["inPrivate"] = false, ["present"] = new JsonArray("guard") };

        var first = (await MeetAsync(Sabha, person, call, key)).Expect(201);
        var again = (await MeetAsync(Sabha, person, call, key)).Expect(201);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("at inPrivate present way", Assert.Single((await Sabha.GetAsync($"/api/people/{person}/encounters")).Items())["details"].FieldNames());
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "at", "null", "$.at" },
        { "at", "\"2999-01-01T00:00:00Z\"", "$.at $.followUpOn" },
        { "way", "\"dream\"", "$.way" },
        { "way", "null", "$.way" },
        { "siteType", "\"home\"", "$.siteType" },
        { "siteType", "null", "$.siteType" },
        { "areaCode", "\"LY02\"", "$.areaCode" },
        { "areaCode", "null", "$.areaCode" },
        { "inPrivate", "null", "$.inPrivate" },
        { "present", "[\"interpreter\",\"guard\"]", "$.inPrivate" },
        { "present", "[\"site-staff\"]", "$.inPrivate" },
        { "present", "[\"Zahra\"]", "$.present" },
        { "present", "[null]", "$.present" },
        { "followUpType", "\"for-fun\"", "$.followUpType" },
        { "followUpType", "null", "$.followUpType" },
        { "followUpOn", "\"2026-01-30\"", "$.followUpOn" },
        { "followUpOn", "\"2999-01-01\"", "$.followUpOn" },
        { "note", $"\"{new string('x', 4001)}\"", "$.note" },
        { "name", "\"Zahra\"", "$.name" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path) =>
        Assert.Equal(path, (await MeetAsync(Sabha, await Sabha.RegisterAsync(), Encounter(met => met[field] = JsonNode.Parse(json)))).WrongFields());

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text()
    {
        var (person, _) = await MetAsync();

        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var read = new Npgsql.NpgsqlCommand("select e::text || encode(e.sealed, 'escape') from person_encounters e where person_id = $1", database) { Parameters = { new() { Value = person } } };
        Assert.DoesNotMatch("brother|interpreter|LY0319|detention|person", (string)(await read.ExecuteScalarAsync())!);
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_records_nothing()
    {
        var (person, encounter) = await MetAsync();
        (await AcceptAsync(Tripoli, (await OfferAsync(Sabha, person, "tripoli", 30)).Expect(201).Json.Id("transferId"))).Expect(200);

        (await MeetAsync(Sabha, person)).Expect(403);   // in the handover
        (await Sabha.PostAsync($"/api/people/{person}/encounters/{encounter}/follow-up", Encounter())).Expect(403);
        (await MeetAsync(Amal, person)).Expect(404);
        (await MeetAsync(TripoliCaseworker, person)).Expect(201);
        Assert.Equal(2, (await Sabha.GetAsync($"/api/people/{person}/encounters")).Items().Count);
    }

    [Fact]
    public async Task A_follow_up_is_the_task_of_who_keeps_the_file_until_another_encounter_follows_it_up()
    {
        var (person, encounter) = await MetAsync();
        Assert.Equal("system supervisor", await HaveFollowUpAsync(encounter));
        var task = (await Sabha.TaskAsync("registrations", "encounter-follow-up", encounter))!;
        Assert.Equal("due", task.Text("state"));

        var next = (await Sabha.PostAsync($"{task.Text("path")}/follow-up", Encounter(met => met["followUpOn"] = In(8)))).Expect(201).Json;

        Assert.Equal(encounter, next.Id("followsUp"));
        Assert.Equal(("", ""), (await HaveFollowUpAsync(encounter), await HaveFollowUpAsync(next.Id("encounterId"))));   // that is later than within seven days
        Assert.Equal([false, true], (await Sabha.GetAsync($"/api/people/{person}/encounters")).Items().Select(met => met["followedUp"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task One_of_another_person_and_one_that_is_none_are_not_followed_up()
    {
        var (_, encounter) = await MetAsync();
        var other = await Sabha.RegisterAsync();

        foreach (var id in (Guid[])[encounter, Guid.CreateVersion7()]) (await Sabha.PostAsync($"/api/people/{other}/encounters/{id}/follow-up", Encounter())).Expect(404);
        Assert.Empty((await Sabha.GetAsync($"/api/people/{other}/encounters")).Items());
    }
}
