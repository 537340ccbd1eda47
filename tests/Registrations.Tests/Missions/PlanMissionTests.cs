namespace Platform.Registrations.Tests.Missions;

public sealed class PlanMissionTests : Travelling
{
    [Fact]
    public async Task What_was_planned_is_read_again_by_who_keeps_it_and_by_the_agency_s_protection_officers()
    {
        var planned = (await Sabha.PostAsync("/api/missions", Mission())).Expect(201);

        Assert.Equal("agencyId details missionId recordedAt recordedBy state teamId updatedAt version", planned.Json.FieldNames());
        Assert.Equal("planned", planned.Json.Text("state"));
        foreach (var reader in Readers)
        {
            var read = (await reader.GetAsync($"/api/missions/{planned.Json.Id("missionId")}")).Expect(200);
            Assert.Equal((planned.Body, "\"1\""), (read.Body, read.ETag));
        }
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "fromOn", "null", "$.fromOn" },
        { "fromOn", "\"1999-12-31\"", "$.fromOn $.untilOn" },
        { "untilOn", "null", "$.untilOn" },
        { "untilOn", "\"2020-01-01\"", "$.untilOn" },
        { "untilOn", "\"2999-01-01\"", "$.untilOn" },
        { "areaCodes", "[]", "$.areaCodes" },
        { "areaCodes", "null", "$.areaCodes" },
        { "areaCodes", "[\"LY02\"]", "$.areaCodes" },
        { "areaCodes", "[\"LY031901\"]", "$.areaCodes" },                  // within a town
        { "areaCodes", "[\"LY031901\",\"LY021104\",\"LY010304\"]", "$.areaCodes" },   // and from town to town
        { "purposes", "[]", "$.purposes" },
        { "purposes", "[\"holiday\"]", "$.purposes" },
        { "teamSize", "0", "$.teamSize" },
        { "plan", "\"a\\u202eb\"", "$.plan" },
        { "names", "[\"Zahra\"]", "$.names" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task What_cannot_be_is_named(string field, string json, string paths) =>
        Assert.Equal(paths, (await Sabha.PostAsync("/api/missions", Mission(mission => mission[field] = JsonNode.Parse(json)))).WrongFields());

    [Fact]
    public async Task The_same_sent_twice_is_one_and_of_what_is_planned_nothing_stands_in_plain_text()
    {
        var (word, key) = (Invented(), Guid.NewGuid().ToString());
        var body = Mission(mission => mission["plan"] = word).ToJsonString();

        Assert.Equal((await Sabha.PostAsync("/api/missions", body, key)).Expect(201).Body, (await Sabha.PostAsync("/api/missions", body, key)).Expect(201).Body);
        Assert.Empty(await PlainText.FindAsync(Platform, [word]));
    }

    [Fact]
    public async Task What_was_done_on_the_way_names_a_mission_that_is_kept_by_who_names_it()
    {
        var (mission, cancelled) = (await PlannedAsync(), await MissionInAsync("cancelled"));
        var theirs = (await Amal.PostAsync("/api/missions", Mission())).Expect(201).Json.Id("missionId");
        await Platform.PlantUserAsync("officer-and-monitor@iom-libya.demo", "tripoli", "protection-officer", "monitor");
        var overseer = await Platform.SignInAsync("officer-and-monitor@iom-libya.demo");

        var visit = (await Sabha.PostAsync("/api/visits", Visit(told => told["missionId"] = mission))).Expect(201);
        var session = (await Sabha.PostAsync("/api/outreach-sessions", Session(mission))).Expect(201);

        Assert.Equal((mission, mission), (visit["details"].Id("missionId"), session["details"].Id("missionId")));
        Assert.Equal(2L, await ScalarAsync<long>("select (select count(*) from visits where mission_id = $1) + (select count(*) from outreach_sessions where mission_id = $1)", mission));
        foreach (var wrong in (Guid[])[theirs, cancelled, Guid.CreateVersion7()])
        {
            Assert.Equal("$.missionId", (await Sabha.PostAsync("/api/visits", Visit(told => told["missionId"] = wrong))).WrongFields());
            Assert.Equal("$.missionId", (await Sabha.PutAsync($"/api/visits/{visit.Json.Id("visitId")}", Visit(told => told["missionId"] = wrong), "\"1\"")).WrongFields());
            Assert.Equal("$.missionId", (await Sabha.PostAsync("/api/outreach-sessions", Session(wrong))).WrongFields());
            Assert.Equal("$.missionId", (await Sabha.PutAsync($"/api/outreach-sessions/{session.Json.Id("sessionId")}", Session(wrong), "\"1\"")).WrongFields());
        }

        (await overseer.GetAsync($"/api/missions/{mission}")).Expect(200);
        Assert.Equal("$.missionId", (await overseer.PostAsync("/api/visits", Visit(told => told["missionId"] = mission))).WrongFields());   // read, and not kept
        (await Sabha.PutAsync($"/api/visits/{visit.Json.Id("visitId")}", Visit(), "\"1\"")).Expect(200);
        (await Sabha.PutAsync($"/api/outreach-sessions/{session.Json.Id("sessionId")}", Session(null), "\"1\"")).Expect(200);
        Assert.Equal(0L, await ScalarAsync<long>("select (select count(*) from visits where mission_id = $1) + (select count(*) from outreach_sessions where mission_id = $1)", mission));
    }

    private static JsonObject Session(Guid? mission) => new()
    {
        ["heldOn"] = In(-1),
        ["areaCode"] = Outside,
        ["method"] = "focus-group",
        ["topic"] = "irregular-migration-awareness",
        ["targetGroup"] = "migrants",
        ["reached"] = 5,
        ["missionId"] = mission,
    };
}
