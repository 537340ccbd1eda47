using System.Globalization;

namespace Platform.Surface.Tests.Routes;

/// <summary>What the service Registrations offers for what is seen at sites.</summary>
internal static class VisitsRoutes
{
    private static readonly string[] OfAVisit = ["site", "siteType", "areaCode", "asGiven.countedAt", "asGiven.source", "asGiven.total", "asObserved.countedAt", "asObserved.source", "asObserved.total"];

    private static readonly string[] OfALanding = ["at", "areaCode", "forceCode", "persons"];

    private static readonly string[] OfASession = ["heldOn", "areaCode", "method", "topic", "targetGroup", "reached"];

    public static IEnumerable<Route> All =>
    [
        Of("GET", "/visits", async stage => await VisitAsync(stage) with { Path = "/visits?state=planned" }),
        Of("POST", "/visits", async stage => new Ready(stage.Amal, "/visits", () => stage.ReadAsync(stage.Amal, "/api/visits?limit=1")) { Body = await OnMissionAsync(stage, Visit()) }) with { Key = Key.Kept, Answers = 201, Required = OfAVisit },
        Of("GET", "/visits/{visitId}", stage => VisitAsync(stage)),
        Of("PUT", "/visits/{visitId}", async stage => await VisitAsync(stage) with { Body = await OnMissionAsync(stage, Visit()), IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = OfAVisit },
        Of("POST", "/visits/{visitId}/access-request", async stage => await VisitAsync(stage, "/access-request") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/visits/{visitId}/access-answer", async stage => await VisitAsync(stage, "/access-answer", "access-request") with { Body = new() { ["granted"] = false, ["reason"] = "Invented." } }) with { Key = Key.Kept, Required = ["granted"] },
        Of("POST", "/visits/{visitId}/completion", async stage => await VisitAsync(stage, "/completion") with { Body = Completion() }) with { Key = Key.Kept, Required = ["visitedAt", "access", "accessReason"] },
        Of("POST", "/visits/{visitId}/report", async stage => await VisitAsync(stage, "/report", "completion") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/visits/{visitId}/review", async stage => await VisitAsync(stage, "/review", "completion", "report") with { Caller = stage.Supervisor, Body = new() { ["confirmed"] = true } }) with { Key = Key.Kept, Required = ["confirmed"] },
        Of("POST", "/visits/{visitId}/sharing", async stage => await VisitAsync(stage, "/sharing", "completion", "report", "review") with { Caller = stage.Supervisor, Body = Summary() }) with { Key = Key.Kept, Required = ["summary"] },
        Of("GET", "/visits/summaries", async stage => await VisitAsync(stage, "", "completion", "report", "review", "sharing") with { Path = "/visits/summaries" }),
        Of("GET", "/visits/{visitId}/advocacy-uses", async stage => (await UseAsync(stage)) with { Body = null }),
        Of("POST", "/visits/{visitId}/advocacy-uses", UseAsync) with { Key = Key.Kept, Answers = 201, Required = ["audience", "usedOn", "what", "mitigation"] },
        Of("POST", "/visits/{visitId}/closure", async stage => await VisitAsync(stage, "/closure", "completion", "report", "review") with { Body = [] }) with { Key = Key.Kept },
        Of("GET", "/visits/{visitId}/annex", stage => AnnexAsync(stage)),
        Of("PUT", "/visits/{visitId}/annex", async stage => await AnnexAsync(stage) with { Body = new() { ["text"] = "Invented." }, IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = ["text"] },
        Of("GET", "/visits/{visitId}/requests", async stage => await RequestAsync(stage)),
        Of("POST", "/visits/{visitId}/requests", async stage => await VisitAsync(stage, "/requests") with { Body = Request() }) with { Key = Key.Kept, Answers = 201, Required = ["what", "dueOn"] },
        Of("POST", "/visits/{visitId}/requests/{requestId}/reply", ReplyAsync) with { Key = Key.Kept, Required = ["outcome", "repliedOn"] },
        Of("GET", "/visits/{visitId}/roster", async stage => (await RosterAsync(stage)).Ready),
        Of("POST", "/visits/{visitId}/roster", async stage => await VisitAsync(stage, "/roster") with { Body = Entries() }) with { Key = Key.Kept, Answers = 201, Required = ["entries"] },
        Of("POST", "/visits/{visitId}/roster/{entryId}/promotion", PromotionAsync) with { Key = Key.Kept, Answers = 201, Required = ["agreed", "person.givenName", "person.sex", "person.areaCode", "person.setting", "person.agePrecision"] },
        Of("POST", "/visits/{visitId}/roster/{entryId}/promotion", async stage => await PromotionAsync(stage) with { Body = new() { ["agreed"] = true, ["person"] = RegistrationsRoutes.PersonByBirthDate() } }) with
        {
            Case = "by birth date",
            Key = Key.Kept,
            Answers = 201,
            Required = ["agreed", "person.givenName", "person.sex", "person.areaCode", "person.setting", "person.birthDate"],
        },
        Of("GET", "/disembarkations", async stage => await LandingAsync(stage) with { Path = "/disembarkations" }),
        Of("POST", "/disembarkations", stage => Task.FromResult(new Ready(stage.Amal, "/disembarkations", () => stage.ReadAsync(stage.Amal, "/api/disembarkations?limit=1")) { Body = Landing() })) with { Key = Key.Kept, Answers = 201, Required = OfALanding },
        Of("GET", "/disembarkations/{disembarkationId}", stage => LandingAsync(stage)),
        Of("PUT", "/disembarkations/{disembarkationId}", async stage => await LandingAsync(stage) with { Body = Landing(), IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = OfALanding },
        Of("POST", "/disembarkations/{disembarkationId}/screenings", async stage => await LandingAsync(stage, "/screenings") with { Body = Screened() }) with { Key = Key.Kept, Answers = 201, Required = ["people"] },
        Of("GET", "/missions", async stage => await MissionAsync(stage) with { Path = "/missions?state=planned" }),
        Of("POST", "/missions", stage => Task.FromResult(new Ready(stage.Amal, "/missions", () => stage.ReadAsync(stage.Amal, "/api/missions?limit=1")) { Body = Mission() })) with { Key = Key.Kept, Answers = 201, Required = OfAMission },
        Of("GET", "/missions/{missionId}", stage => MissionAsync(stage)),
        Of("PUT", "/missions/{missionId}", async stage => await MissionAsync(stage) with { Body = Mission(), IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = OfAMission },
        Of("POST", "/missions/{missionId}/clearance", async stage => await MissionAsync(stage, "clearance") with { Body = Clearance() }) with { Key = Key.Kept, Required = ["by", "on"] },
        Of("POST", "/missions/{missionId}/departure", async stage => await MissionAsync(stage, "departure", "clearance") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/missions/{missionId}/completion", async stage => await MissionAsync(stage, "completion", "clearance", "departure") with { Body = new() { ["summary"] = "Invented." } }) with { Key = Key.Kept, Required = ["summary"] },
        Of("POST", "/missions/{missionId}/cancellation", async stage => await MissionAsync(stage, "cancellation") with { Body = new() { ["reason"] = "Invented." } }) with { Key = Key.Kept, Required = ["reason"] },
        Of("GET", "/outreach-sessions", async stage => await SessionAsync(stage) with { Path = "/outreach-sessions" }),
        Of("POST", "/outreach-sessions", async stage => new Ready(stage.Amal, "/outreach-sessions", () => stage.ReadAsync(stage.Amal, "/api/outreach-sessions?limit=1")) { Body = await OnMissionAsync(stage, Session()) }) with { Key = Key.Kept, Answers = 201, Required = OfASession },
        Of("GET", "/outreach-sessions/{sessionId}", SessionAsync),
        Of("PUT", "/outreach-sessions/{sessionId}", async stage => await SessionAsync(stage) with { Body = await OnMissionAsync(stage, Session()), IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = OfASession },
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    private static string At(int hours) => DateTimeOffset.UtcNow.AddHours(hours).ToString("O", CultureInfo.InvariantCulture);

    private static readonly string[] OfAMission = ["fromOn", "untilOn", "areaCodes", "purposes"];

    private static JsonObject Mission() => new()
    {
        ["fromOn"] = "2026-11-02",
        ["untilOn"] = "2026-11-05",
        ["areaCodes"] = new JsonArray("LY031901", "LY021103"),
        ["purposes"] = new JsonArray("monitoring-visit", "outreach"),
        ["teamSize"] = 4,
        ["plan"] = "Invented.",
    };

    private static async Task<JsonObject> OnMissionAsync(Stage stage, JsonObject body)
    {
        body["missionId"] = (await stage.Amal.PostAsync("/api/missions", Mission())).Expect(201).Json.Id("missionId");
        return body;
    }

    private static JsonObject Clearance() => new() { ["by"] = "An office (invented)", ["on"] = "2026-10-30", ["reference"] = "Invented.", ["note"] = "Invented." };

    private static async Task<Ready> MissionAsync(Stage stage, string? move = null, params string[] after)
    {
        var mission = (await stage.Amal.PostAsync("/api/missions", Mission())).Expect(201).Json.Id("missionId");
        foreach (var step in after) (await stage.Amal.PostAsync($"/api/missions/{mission}/{step}", step == "clearance" ? Clearance() : [])).Expect(200);
        return new(stage.Amal, $"/missions/{mission}{(move is null ? "" : $"/{move}")}", () => stage.ReadAsync(stage.Amal, $"/api/missions/{mission}"));
    }

    private static JsonObject Completion() => new() { ["visitedAt"] = At(-2), ["access"] = "partial", ["accessReason"] = "One hall stayed shut (invented)." };

    private static JsonObject Count(int total) => new()
    {
        ["countedAt"] = At(-2),
        ["source"] = "own-count",
        ["total"] = total,
        ["cells"] = new JsonArray(new JsonObject { ["sex"] = "male", ["ageBand"] = "18-59", ["number"] = total }),
    };

    /// <summary>With every field that there is.</summary>
    private static JsonObject Visit() => new()
    {
        ["site"] = "Invented site",
        ["siteType"] = "detention-centre",
        ["areaCode"] = "LY031901",
        ["authority"] = "Invented",
        ["authorityContact"] = "Invented",
        ["plannedFor"] = "2026-02-01",
        ["visitedAt"] = At(-2),
        ["announced"] = true,
        ["access"] = "partial",
        ["accessReason"] = "Invented.",
        ["teamSize"] = 3,
        ["visitors"] = new JsonArray("caseworker@amal-health.demo"),
        ["privateInterviews"] = false,
        ["capacity"] = 100,
        ["asGiven"] = Count(120),
        ["nationalitiesAsGiven"] = new JsonArray(new JsonObject { ["nationality"] = "SDN", ["number"] = 10 }),
        ["asObserved"] = Count(130),
        ["unaccompaniedChildren"] = 1,
        ["pregnantOrLactating"] = 2,
        ["medicalCases"] = 3,
        ["deaths"] = 0,
        ["incidents"] = 1,
        ["registerSeen"] = true,
        ["arrivals"] = 5,
        ["transfersOut"] = 6,
        ["conditions"] = new JsonArray(new JsonObject { ["topic"] = "health", ["rating"] = 2, ["note"] = "Invented." }),
        ["distributed"] = new JsonArray(new JsonObject { ["what"] = "Hygiene kit", ["quantity"] = 20 }),
        ["reprisalRisk"] = "possible",
        ["reprisalNote"] = "Invented.",
        ["followUpOn"] = "2026-12-31",
        ["narrative"] = "Invented.",
    };

    private static async Task<Ready> VisitAsync(Stage stage, string more = "", params string[] before)
    {
        var visit = (await stage.Amal.PostAsync("/api/visits", Visit())).Expect(201).Json.Id("visitId");
        foreach (var move in before)
        {
            object body = move switch { "completion" => Completion(), "review" => new { confirmed = true }, "sharing" => Summary(), _ => new { } };
            (await (move is "review" or "sharing" ? stage.Supervisor : stage.Amal).PostAsync($"/api/visits/{visit}/{move}", body)).Expect(200);
        }

        return new(stage.Amal, $"/visits/{visit}{more}", () => stage.ReadAsync(stage.Amal, $"/api/visits/{visit}"));
    }

    private static JsonObject Summary() => new() { ["summary"] = "Invented.", ["recommendations"] = "Invented." };

    private static async Task<Ready> UseAsync(Stage stage)
    {
        var ready = await VisitAsync(stage, "/advocacy-uses", "completion", "report", "review", "sharing");
        return ready with
        {
            Caller = stage.Supervisor,
            ReadAsync = () => stage.ReadAsync(stage.Amal, $"/api{ready.Path}"),
            Body = new() { ["audience"] = "government", ["usedOn"] = At(0)[..10], ["what"] = "Invented.", ["mitigation"] = "Invented." },
        };
    }

    private static JsonObject Request() => new() { ["what"] = "A doctor twice a week (invented).", ["dueOn"] = "2027-06-30" };

    private static async Task<Ready> RequestAsync(Stage stage)
    {
        var ready = await VisitAsync(stage, "/requests");
        (await stage.Amal.PostAsync($"/api{ready.Path}", Request())).Expect(201);
        return ready with { ReadAsync = () => stage.ReadAsync(stage.Amal, $"/api{ready.Path}") };
    }

    private static async Task<Ready> ReplyAsync(Stage stage)
    {
        var ready = await RequestAsync(stage);
        var request = (await stage.Amal.GetAsync($"/api{ready.Path}")).Items()[0].Id("requestId");
        return ready with { Path = $"{ready.Path}/{request}/reply", Body = new() { ["outcome"] = "partly-met", ["repliedOn"] = "2026-06-30", ["reply"] = "Invented." } };
    }

    private static JsonObject Entries() => new()
    {
        ["entries"] = new JsonArray(new JsonObject { ["number"] = 1, ["sex"] = "female", ["ageBand"] = "18-59", ["nationality"] = "SDN", ["needs"] = new JsonArray("DS") }),
    };

    private static async Task<(Ready Ready, Guid Entry)> RosterAsync(Stage stage)
    {
        var ready = await VisitAsync(stage, "/roster");
        var entry = (await stage.Amal.PostAsync($"/api{ready.Path}", Entries())).Expect(201)["items"]![0].Id("entryId");
        return (ready with { ReadAsync = () => stage.ReadAsync(stage.Amal, $"/api{ready.Path}") }, entry);
    }

    private static async Task<Ready> PromotionAsync(Stage stage)
    {
        var (ready, entry) = await RosterAsync(stage);
        return ready with { Path = $"{ready.Path}/{entry}/promotion", Body = new() { ["agreed"] = true, ["person"] = RegistrationsRoutes.Person() } };
    }

    private static JsonObject Landing() => new()
    {
        ["at"] = At(-4),
        ["areaCode"] = "LY021104",
        ["pointCode"] = "tripoli-naval-base",
        ["point"] = "Invented quay",
        ["forceCode"] = "lcg",
        ["persons"] = 30,
        ["counts"] = new JsonArray(new JsonObject { ["sex"] = "male", ["child"] = false, ["number"] = 30 }),
        ["nationalities"] = new JsonArray(new JsonObject { ["nationality"] = "SDN", ["number"] = 10 }),
        ["dead"] = 0,
        ["missing"] = 1,
        ["medicalCases"] = 2,
        ["flaggedVulnerable"] = 3,
        ["humanitarianAccess"] = true,
        ["onwardDestination"] = "unknown",
        ["narrative"] = "Invented.",
    };

    private static JsonObject Screened() => new()
    {
        ["people"] = new JsonArray(new JsonObject
        {
            ["number"] = 1,
            ["agreed"] = true,
            ["givenName"] = "Invented",
            ["familyName"] = "Invented",
            ["sex"] = "male",
            ["birthYear"] = 1999,
            ["agePrecision"] = "estimate",
            ["nationality"] = "SDN",
            ["languages"] = new JsonArray("ara"),
            ["areaCode"] = "LY021104",
        }),
    };

    private static async Task<Ready> LandingAsync(Stage stage, string more = "")
    {
        var landing = (await stage.Amal.PostAsync("/api/disembarkations", Landing())).Expect(201).Json.Id("disembarkationId");
        return new(stage.Amal, $"/disembarkations/{landing}{more}", () => stage.ReadAsync(stage.Amal, $"/api/disembarkations/{landing}"));
    }

    private static JsonObject Session() => new()
    {
        ["heldOn"] = "2026-01-20",
        ["areaCode"] = "LY031901",
        ["place"] = "Invented hall",
        ["method"] = "focus-group",
        ["topic"] = "irregular-migration-awareness",
        ["targetGroup"] = "women",
        ["facilitators"] = 2,
        ["reached"] = 20,
        ["counts"] = new JsonArray(new JsonObject { ["sex"] = "female", ["ageBand"] = "18-59", ["number"] = 20 }),
        ["language"] = "ara",
        ["keyQuestions"] = "Invented.",
        ["referralsMade"] = 1,
        ["feedback"] = "Invented.",
        ["followUp"] = "Invented.",
    };

    private static async Task<Ready> SessionAsync(Stage stage)
    {
        var session = (await stage.Amal.PostAsync("/api/outreach-sessions", Session())).Expect(201).Json.Id("sessionId");
        return new(stage.Amal, $"/outreach-sessions/{session}", () => stage.ReadAsync(stage.Amal, $"/api/outreach-sessions/{session}"));
    }

    private static async Task<Ready> AnnexAsync(Stage stage)
    {
        var ready = await VisitAsync(stage, "/annex");
        (await stage.Amal.PutAsync($"/api{ready.Path}", new { text = "Invented." }, null)).Expect(200);
        return ready with { ReadAsync = () => stage.ReadAsync(stage.Amal, $"/api{ready.Path}") };
    }
}
