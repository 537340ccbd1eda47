using System.Globalization;

namespace Platform.Surface.Tests.Routes;

/// <summary>What the service Registrations offers for families.</summary>
internal static class FamiliesRoutes
{
    public static IEnumerable<Route> All =>
    [
        Of("GET", "/people/{personId}/family", async stage => (await LinkAsync(stage)).Ready),
        Of("POST", "/people/{personId}/family", async stage => (await LinkAsync(stage)).Ready with { Body = Link() }) with { Key = Key.Kept, Answers = 201, Required = ["relationship", "source"] },
        Of("POST", "/people/{personId}/family", async stage => (await LinkAsync(stage)).Ready with { Body = ToRegistered(await stage.Amal.RegisterAsync()) }) with
        {
            Case = "to somebody registered",
            Key = Key.Kept,
            Answers = 201,
            Required = ["relationship", "relationshipBack", "source"],
        },
        Of("POST", "/people/{personId}/family/{linkId}/end", stage => LinkAsync(stage, "end", new() { ["endedOn"] = Today, ["reason"] = "Invented." })) with { Key = Key.Kept, Required = ["endedOn", "reason"] },
        Of("POST", "/people/{personId}/family/{linkId}/verification", async stage => await LinkAsync(stage, "verification", Verified()) with { Caller = stage.Supervisor }) with { Key = Key.Kept, Required = ["state", "method", "on"] },
        Of("POST", "/people/{personId}/family/{linkId}/caregiver", stage => LinkAsync(stage, "caregiver", Cares(), "verification")) with { Key = Key.Kept, Required = ["since"] },
        Of("POST", "/people/{personId}/family/{linkId}/caregiver/end", stage => LinkAsync(stage, "caregiver/end", new() { ["endedOn"] = Today, ["reasonCode"] = "other", ["note"] = "Invented." }, "verification", "caregiver")) with
        {
            Key = Key.Kept,
            Required = ["endedOn", "reasonCode"],
        },
        Of("POST", "/people/{personId}/family/{linkId}/alleged-harm", stage => LinkAsync(stage, "alleged-harm", new() { ["note"] = "Invented." })) with { Key = Key.Kept },
        Of("GET", "/people/{personId}/separation", stage => ChildAsync(stage)),
        Of("PUT", "/people/{personId}/separation", async stage => await ChildAsync(stage) with { Body = Separation(), IfMatch = "\"1\"" }) with { NeedsIfMatch = true, Required = ["status", "source", "ageDisputeReason"] },
        Of("POST", "/people/{personId}/separation/end", async stage => await ChildAsync(stage, "/end") with { Body = new() { ["endedOn"] = Today, ["reason"] = "Invented." } }) with { Key = Key.Kept, Required = ["endedOn", "reason"] },
        Of("POST", "/households", async stage => new(stage.Amal, "/households", () => Task.FromResult("")) { Body = new() { ["members"] = new JsonArray(Joins(await stage.Amal.RegisterAsync())) } }) with { Key = Key.Kept, Answers = 201, Required = ["members"] },
        Of("GET", "/households/{householdId}", async stage => (await HouseholdAsync(stage)).Ready),
        Of("POST", "/households/{householdId}/members", async stage => (await HouseholdAsync(stage, "/members")).Ready with { Body = Joins(await stage.Amal.RegisterAsync()) }) with { Key = Key.Kept, Answers = 201, Required = ["personId", "role", "since"] },
        Of("POST", "/households/{householdId}/members/{personId}/leave", LeavingAsync) with { Key = Key.Kept, Required = ["leftOn"] },
        Of("GET", "/people/{personId}/household", HouseholdOfAsync),
        Of("GET", "/tracing", async stage => await TracingAsync(stage) with { Path = "/tracing?status=open" }),
        Of("GET", "/people/{personId}/tracing", stage => TracingAsync(stage)),
        Of("POST", "/people/{personId}/tracing", async stage => await TracingAsync(stage) with { Body = Search() }) with { Key = Key.Kept, Answers = 201, Required = ["sought", "wish", "agreedBy", "agreedOn"] },
        Of("POST", "/people/{personId}/tracing", OfALinkAsync) with { Case = "of a link", Key = Key.Kept, Answers = 201, Required = ["wish", "agreedBy", "agreedOn"] },
        Of("POST", "/people/{personId}/tracing/{tracingId}/actions", async stage => await TracingAsync(stage, "/actions") with { Body = Steps["actions"]() }) with { Key = Key.Kept, Required = ["on", "type"] },
        Of("POST", "/people/{personId}/tracing/{tracingId}/risk-assessment", async stage => await TracingAsync(stage, "/risk-assessment") with { Caller = stage.Supervisor, Body = Steps["risk-assessment"]() }) with
        {
            Key = Key.Kept,
            Required = ["childRisk", "familyRisk", "mayContact"],
        },
        Of("POST", "/people/{personId}/tracing/{tracingId}/sides", async stage => await TracingAsync(stage, "/sides", "actions") with { Body = Steps["sides"]() }) with { Key = Key.Kept, Required = ["side", "on", "method"] },
        Of("POST", "/people/{personId}/tracing/{tracingId}/best-interests", async stage => await TracingAsync(stage, "/best-interests") with { Body = Steps["best-interests"]() }) with
        {
            Key = Key.Kept,
            Required = ["decidedOn", "panel", "reference"],
        },
        Of("POST", "/people/{personId}/tracing/{tracingId}/best-interests/approval", async stage => await TracingAsync(stage, "/best-interests/approval", "best-interests") with { Caller = stage.Supervisor, Body = [] }) with { Key = Key.Kept },
        Of("POST", "/people/{personId}/tracing/{tracingId}/reunification", async stage => await TracingAsync(stage, "/reunification", Together[..^1]) with { Body = Steps["reunification"]() }) with { Key = Key.Kept, Required = ["on"] },
        Of("POST", "/people/{personId}/tracing/{tracingId}/follow-up", async stage => await TracingAsync(stage, "/follow-up", Together) with { Body = Steps["follow-up"]() }) with { Key = Key.Kept, Required = ["on", "note"] },
        Of("POST", "/people/{personId}/tracing/{tracingId}/end", async stage => await TracingAsync(stage, "/end") with { Body = Steps["end"]() }) with { Key = Key.Kept, Required = ["reason"] },
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    private static string Today => DateOnly.FromDateTime(DateTime.UtcNow).ToString("O", CultureInfo.InvariantCulture);

    private static JsonObject Link() => new()
    {
        ["relationship"] = "mother",
        ["name"] = "Test",
        ["approximateAge"] = 40,
        ["whereabouts"] = "Invented.",
        ["alive"] = "unknown",
        ["travellingTogether"] = true,
        ["source"] = "self",
        ["assertedBy"] = "Test",
        ["note"] = "Invented.",
    };

    private static JsonObject ToRegistered(Guid relative) => new()
    {
        ["relationship"] = "sister",
        ["relativeId"] = relative,
        ["relationshipBack"] = "brother",
        ["travellingTogether"] = true,
        ["source"] = "self",
        ["assertedBy"] = "Test",
        ["note"] = "Invented.",
    };

    private static JsonObject Verified() => new() { ["state"] = "verified", ["method"] = "document", ["on"] = Today, ["note"] = "Invented." };

    private static JsonObject Cares() => new() { ["since"] = Today, ["note"] = "Invented." };

    private static JsonObject Separation(bool isDisputed = true)
    {
        var said = new JsonObject
        {
            ["status"] = "separated",
            ["separatedOn"] = Today,
            ["place"] = "Invented.",
            ["cause"] = "conflict",
            ["careArrangement"] = "other",
            ["source"] = "self",
            ["assertedBy"] = "Test",
            ["note"] = "Invented.",
        };
        if (isDisputed) (said["ageDisputed"], said["ageDisputeReason"]) = (true, "Invented.");
        return said;
    }

    private static async Task<Ready> ChildAsync(Stage stage, string more = "")
    {
        var child = await stage.Amal.RegisterAsync(person => person["birthYear"] = DateTime.UtcNow.Year - 9);
        (await stage.Amal.PutAsync($"/api/people/{child}/separation", Separation(isDisputed: false), null)).Expect(200);
        return new(stage.Amal, $"/people/{child}/separation{more}", () => stage.ReadAsync(stage.Amal, $"/api/people/{child}/separation"));
    }

    private static JsonObject Joins(Guid person) => new() { ["personId"] = person, ["role"] = "member", ["since"] = Today };

    private static async Task<(Ready Ready, Guid Household, Guid Person)> HouseholdAsync(Stage stage, string more = "")
    {
        var person = await stage.Amal.RegisterAsync();
        var household = (await stage.Amal.PostAsync("/api/households", new JsonObject { ["members"] = new JsonArray(Joins(person)) })).Expect(201).Json.Id("householdId");
        return (new(stage.Amal, $"/households/{household}{more}", () => stage.ReadAsync(stage.Amal, $"/api/households/{household}")), household, person);
    }

    private static async Task<Ready> HouseholdOfAsync(Stage stage)
    {
        var (ready, _, person) = await HouseholdAsync(stage);
        return ready with { Path = $"/people/{person}/household" };
    }

    private static async Task<Ready> LeavingAsync(Stage stage)
    {
        var (ready, household, person) = await HouseholdAsync(stage);
        return ready with { Path = $"/households/{household}/members/{person}/leave", Body = new() { ["leftOn"] = Today, ["reason"] = "Invented." } };
    }

    private static JsonObject Search() => new() { ["sought"] = "Invented.", ["wish"] = "Invented.", ["agreedBy"] = "self", ["agreedOn"] = Today, ["note"] = "Invented." };

    private static async Task<Ready> OfALinkAsync(Stage stage)
    {
        var (_, person, link) = await LinkAsync(stage);
        var search = Search();
        search["linkId"] = link;
        return new(stage.Amal, $"/people/{person}/tracing", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/tracing")) { Body = search };
    }

    /// <summary>What leads from the beginning to the family together again; a step that another one takes has a mark.</summary>
    private static readonly string[] Together = ["actions", "sides", "sides, other", "best-interests", "best-interests/approval, other", "reunification"];

    private static readonly Dictionary<string, Func<JsonObject>> Steps = new()
    {
        ["actions"] = () => new() { ["on"] = Today, ["type"] = "interview", ["outcome"] = "Invented." },
        ["risk-assessment"] = () => new() { ["childRisk"] = "Invented.", ["familyRisk"] = "Invented.", ["mayContact"] = false },
        ["sides"] = () => new() { ["side"] = "child", ["on"] = Today, ["method"] = "document", ["note"] = "Invented." },
        ["sides, other"] = () => new() { ["side"] = "family", ["on"] = Today, ["method"] = "document", ["note"] = "Invented." },
        ["best-interests"] = () => new() { ["decidedOn"] = Today, ["panel"] = "Invented.", ["reference"] = "Invented." },
        ["best-interests/approval, other"] = () => [],
        ["reunification"] = () => new() { ["on"] = Today, ["note"] = "Invented." },
        ["follow-up"] = () => new() { ["on"] = Today, ["note"] = "Invented.", ["nextOn"] = Today },
        ["end"] = () => new() { ["reason"] = "Invented." },
    };

    private static async Task<Ready> TracingAsync(Stage stage, string more = "", params string[] before)
    {
        var person = await stage.Amal.RegisterAsync();
        var tracing = (await stage.Amal.PostAsync($"/api/people/{person}/tracing", Search())).Expect(201).Json.Id("tracingId");
        foreach (var step in before)
        {
            (await (step.EndsWith(", other", StringComparison.Ordinal) ? stage.Supervisor : stage.Amal).PostAsync($"/api/people/{person}/tracing/{tracing}/{step.Split(',')[0]}", Steps[step]())).Expect(200);
        }

        return new(stage.Amal, more.Length == 0 ? $"/people/{person}/tracing" : $"/people/{person}/tracing/{tracing}{more}", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/tracing"));
    }

    private static async Task<(Ready Ready, Guid Person, Guid Link)> LinkAsync(Stage stage)
    {
        var person = await stage.Amal.RegisterAsync();
        var link = (await stage.Amal.PostAsync($"/api/people/{person}/family", Link())).Expect(201).Json.Id("linkId");
        return (new(stage.Amal, $"/people/{person}/family", () => stage.ReadAsync(stage.Amal, $"/api/people/{person}/family")), person, link);
    }

    private static async Task<Ready> LinkAsync(Stage stage, string step, JsonObject body, params string[] before)
    {
        var (ready, person, link) = await LinkAsync(stage);
        foreach (var first in before)
        {
            (await (first == "verification" ? stage.Supervisor : stage.Amal).PostAsync($"/api/people/{person}/family/{link}/{first}", first == "verification" ? Verified() : Cares())).Expect(200);
        }

        return ready with { Path = $"/people/{person}/family/{link}/{step}", Body = body };
    }
}
