namespace Platform.Surface.Tests.Routes;

/// <summary>Two files of one agency that are of one person.</summary>
internal static class MergesRoutes
{
    public static IEnumerable<Route> All =>
    [
        Of("GET", "/people/{personId}/merges", OfPersonAsync),
        Of("POST", "/people/{personId}/merges", async stage => await OfPersonAsync(stage) with { Body = new() { ["personId"] = await stage.Amal.RegisterAsync() } }) with { Key = Key.Kept, Answers = 201, Required = ["personId"] },
        Of("GET", "/merges/{mergeId}", stage => MergeAsync(stage)),
        Of("POST", "/merges/{mergeId}/confirmation", async stage => await MergeAsync(stage, "confirmation") with { Caller = stage.Supervisor, Body = [] }) with { Key = Key.Kept },
        Of("POST", "/merges/{mergeId}/rejection", async stage => await MergeAsync(stage, "rejection") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/merges/{mergeId}/undo", async stage => await MergeAsync(stage, "undo", "confirmation") with { Body = new() { ["reviewed"] = true } }) with { Key = Key.Kept },
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    private static async Task<Ready> OfPersonAsync(Stage stage)
    {
        var kept = await stage.Amal.RegisterAsync();
        (await stage.Amal.PostAsync($"/api/people/{kept}/merges", new { personId = await stage.Amal.RegisterAsync() })).Expect(201);
        return new(stage.Amal, $"/people/{kept}/merges", () => stage.ReadAsync(stage.Amal, $"/api/people/{kept}/merges"));
    }

    private static async Task<Ready> MergeAsync(Stage stage, string more = "", string? before = null)
    {
        var kept = await stage.Amal.RegisterAsync();
        var merge = (await stage.Amal.PostAsync($"/api/people/{kept}/merges", new { personId = await stage.Amal.RegisterAsync() })).Expect(201).Json.Id("mergeId");
        if (before is not null) (await stage.Supervisor.PostAsync($"/api/merges/{merge}/{before}", new { })).Expect(200);
        return new(stage.Amal, $"/merges/{merge}{(more == "" ? "" : "/")}{more}", () => stage.ReadAsync(stage.Amal, $"/api/merges/{merge}"));
    }
}
