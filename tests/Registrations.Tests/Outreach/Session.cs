using Platform.Registrations.Tests.Visits;

namespace Platform.Registrations.Tests.Outreach;

/// <summary>Sessions that the lead's hub in Sabha records.</summary>
public abstract class Session : Visiting
{
    protected static JsonObject Told(Action<JsonObject>? change = null)
    {
        var session = new JsonObject
        {
            ["heldOn"] = In(-1),
            ["areaCode"] = "LY031901",
            ["place"] = "Invented hall",
            ["method"] = "focus-group",
            ["topic"] = "irregular-migration-awareness",
            ["targetGroup"] = "migrants",
            ["facilitators"] = 2,
            ["reached"] = 25,
            ["counts"] = new JsonArray(new JsonObject { ["sex"] = "female", ["ageBand"] = "18-59", ["number"] = 20 }, new JsonObject { ["sex"] = "male", ["ageBand"] = "12-17", ["number"] = 5 }),
            ["language"] = "ara",
            ["keyQuestions"] = "Invented.",
            ["referralsMade"] = 1,
            ["feedback"] = "Invented.",
            ["followUp"] = "Invented.",
        };
        change?.Invoke(session);
        return session;
    }

    protected async Task<Guid> HeldAsync(Action<JsonObject>? change = null) => (await Sabha.PostAsync("/api/outreach-sessions", Told(change))).Expect(201).Json.Id("sessionId");
}
