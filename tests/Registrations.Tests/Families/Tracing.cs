namespace Platform.Registrations.Tests.Families;

/// <summary>Searches for families: Sabha's system looks, its supervisor stands for the other side.</summary>
public abstract class Tracing : InAFamily
{
    internal static JsonObject Search(Action<JsonObject>? change = null)
    {
        var search = new JsonObject
        {
            ["sought"] = "Her mother, last near the border (invented).",
            ["wish"] = "To hear my mother's voice (invented).",
            ["agreedBy"] = "self",
            ["agreedOn"] = In(0),
            ["note"] = "Invented.",
        };
        change?.Invoke(search);
        return search;
    }

    internal static object Action(string type = "interview", string? on = null, string outcome = "Nobody there (invented).") => new { on = on ?? In(0), type, outcome };

    internal static object Side(string side, string? on = null, string method = "interviews-apart", string note = "The same names (invented).") => new { side, on = on ?? In(0), method, note };

    internal static object Risk(bool mayContact = true) => new { childRisk = "None that is known (invented).", familyRisk = "Watched by neighbours (invented).", mayContact };

    internal static object Interests() => new { decidedOn = In(0), panel = "Three agencies (invented).", reference = "BID 7 (invented)" };

    protected static Task<Answer> StepAsync(Partner by, Guid person, Guid tracing, string step, object? body) => by.PostAsync($"/api/people/{person}/tracing/{tracing}/{step}", body);

    protected async Task<(Guid Person, Guid Tracing)> OpenedAsync(Guid? person = null)
    {
        var child = person ?? await ChildAsync();
        return (child, (await Sabha.PostAsync($"/api/people/{child}/tracing", Search())).Expect(201).Json.Id("tracingId"));
    }

    /// <summary>Verified from both sides.</summary>
    protected async Task<(Guid Person, Guid Tracing)> VerifiedAsync(Guid? person = null)
    {
        var (child, tracing) = await OpenedAsync(person);
        (await StepAsync(Sabha, child, tracing, "actions", Action())).Expect(200);
        (await StepAsync(Sabha, child, tracing, "sides", Side("child"))).Expect(200);
        (await StepAsync(SabhaSupervisor, child, tracing, "sides", Side("family"))).Expect(200);
        return (child, tracing);
    }

    /// <summary>Together again since a day.</summary>
    protected async Task<(Guid Person, Guid Tracing)> TogetherAsync(string? on = null)
    {
        var (child, tracing) = await VerifiedAsync();
        (await StepAsync(Sabha, child, tracing, "best-interests", Interests())).Expect(200);
        (await StepAsync(SabhaSupervisor, child, tracing, "best-interests/approval", new { })).Expect(200);
        (await StepAsync(Sabha, child, tracing, "reunification", new { on = on ?? Today, note = "They wept (invented)." })).Expect(200);
        return (child, tracing);
    }

    protected static async Task<JsonObject> ReadTracingAsync(Partner by, Guid person, Guid tracing) =>
        Assert.Single((await by.GetAsync($"/api/people/{person}/tracing")).Items(), item => item.Id("tracingId") == tracing);

    protected static IEnumerable<string?> StepsOf(JsonObject tracing) => tracing["steps"]!.AsArray().Select(step => step!.AsObject().Text("what"));
}
