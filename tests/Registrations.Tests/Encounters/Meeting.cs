using Platform.Registrations.Tests.Erasure;

namespace Platform.Registrations.Tests.Encounters;

/// <summary>People of the lead's hub in Sabha who are met again; all that is told is invented.</summary>
public abstract class Meeting : Erasing
{
    internal static JsonObject Encounter(Action<JsonObject>? change = null)
    {
        var met = new JsonObject
        {
            ["at"] = "2026-01-31T09:30:00Z",
            ["way"] = "in-person",
            ["siteType"] = "detention-centre",
            ["areaCode"] = "LY031901",
            ["inPrivate"] = true,
            ["present"] = new JsonArray("interpreter", "caregiver"),
            ["followUpType"] = "for-service",
            ["followUpOn"] = In(5),
            ["note"] = "Told of her brother (invented).",
        };
        change?.Invoke(met);
        return met;
    }

    protected static Task<Answer> MeetAsync(Partner by, Guid person, JsonObject? met = null, string? key = null) => by.PostAsync($"/api/people/{person}/encounters", met ?? Encounter(), key);

    protected async Task<(Guid Person, Guid Encounter)> MetAsync(Action<JsonObject>? change = null)
    {
        var person = await Sabha.RegisterAsync();
        return (person, (await MeetAsync(Sabha, person, Encounter(change))).Expect(201).Json.Id("encounterId"));
    }

    protected static Task<Answer> CorrectAsync(Partner by, Guid person, Guid encounter, string? version = "\"1\"", Action<JsonObject>? change = null) =>
        by.PutAsync($"/api/people/{person}/encounters/{encounter}", Encounter(change), version);

    protected Task<string> HaveFollowUpAsync(Guid encounter) => TaskPages.HaveAsync(
        "registrations", "encounter-follow-up", encounter, ("system", Sabha), ("supervisor", SabhaSupervisor), ("officer", Officer), ("other-supervisor", Tripoli), ("other-caseworker", TripoliCaseworker));
}
