namespace Platform.Surface.Tests.Routes;

/// <summary>What a programme of the lead asks beyond the file.</summary>
internal static class ProgrammesRoutes
{
    public static IEnumerable<Route> All =>
    [
        Of("GET", "/programmes", async stage => await FormAsync(stage) with { Path = "/programmes" }),
        Of("GET", "/programmes/{formId}", stage => FormAsync(stage)),
        Of("POST", "/programmes", ProposeAsync) with { Key = Key.Kept, Answers = 201, Required = ["code", "fields"] },
        Of("POST", "/programmes/{formId}/approval", async stage => await FormAsync(stage, "/approval") with { Caller = stage.Officer, Body = [] }) with { Key = Key.Kept },
        Of("POST", "/programmes/{formId}/rejection", async stage => await FormAsync(stage, "/rejection") with { Caller = stage.Officer, Body = [] }) with { Key = Key.Kept },
        Of("GET", "/people/{personId}/programmes", async stage => await AnsweredAsync(stage)),
        Of("PUT", "/people/{personId}/programmes/{programme}", async stage => await AnsweredAsync(stage, one: true) with { Body = new() { ["answers"] = new JsonObject { ["shelter"] = "house" } }, IfMatch = "\"1\"" }) with { NeedsIfMatch = true },
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    private static JsonObject Label() => new() { ["en"] = "Invented", ["ar"] = "مخترع", ["fr"] = "Inventé" };

    private static JsonObject Choice(string code) => new() { ["code"] = code, ["label"] = Label() };

    private static JsonObject Form() => new()
    {
        ["code"] = $"p-{Guid.NewGuid():N}"[..30],
        ["title"] = Label(),
        ["fields"] = new JsonArray(new JsonObject { ["code"] = "shelter", ["type"] = "choice", ["label"] = Label(), ["required"] = false, ["retired"] = false, ["choices"] = new JsonArray(Choice("tent"), Choice("house")) }),
    };

    private static async Task<Ready> ProposeAsync(Stage stage)
    {
        var supervisor = await stage.Platform.SignInAsync("supervisor@iom-libya.demo");
        return new(supervisor, "/programmes", () => stage.ReadAsync(supervisor, "/api/programmes")) { Body = Form() };
    }

    private static async Task<Ready> FormAsync(Stage stage, string more = "")
    {
        var supervisor = await stage.Platform.SignInAsync("supervisor@iom-libya.demo");
        var form = (await supervisor.PostAsync("/api/programmes", Form())).Expect(201).Json.Id("formId");
        return new(supervisor, $"/programmes/{form}{more}", () => stage.ReadAsync(supervisor, "/api/programmes"));
    }

    private static async Task<Ready> AnsweredAsync(Stage stage, bool one = false)
    {
        var (supervisor, form, person) = (await stage.Platform.SignInAsync("supervisor@iom-libya.demo"), Form(), await stage.Lead.RegisterAsync());
        var proposed = (await supervisor.PostAsync("/api/programmes", form)).Expect(201).Json.Id("formId");
        (await stage.Officer.PostAsync($"/api/programmes/{proposed}/approval", new { })).Expect(200);
        (await stage.Lead.PutAsync($"/api/people/{person}/programmes/{form.Text("code")}", new { answers = new { shelter = "tent" } }, null)).Expect(200);
        return new(stage.Lead, $"/people/{person}/programmes{(one ? $"/{form.Text("code")}" : "")}", () => stage.ReadAsync(stage.Lead, $"/api/people/{person}/programmes"));
    }
}
