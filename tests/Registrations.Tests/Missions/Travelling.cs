using Platform.Registrations.Tests.Visits;

namespace Platform.Registrations.Tests.Missions;

/// <summary>Missions of the lead's hub in Sabha; where they lead is real, and all else invented.</summary>
public abstract class Travelling : Visiting
{
    /// <summary>Outside the five towns.</summary>
    protected const string Outside = "LY021103";

    protected static JsonObject Mission(Action<JsonObject>? change = null)
    {
        var mission = new JsonObject
        {
            ["fromOn"] = In(3),
            ["untilOn"] = In(5),
            ["areaCodes"] = new JsonArray("LY031901", Outside),
            ["purposes"] = new JsonArray("monitoring-visit", "registration"),
            ["teamSize"] = 4,
            ["plan"] = "Two cars by the coast (invented).",
        };
        change?.Invoke(mission);
        return mission;
    }

    protected async Task<Guid> PlannedAsync(Action<JsonObject>? change = null) => (await Sabha.PostAsync("/api/missions", Mission(change))).Expect(201).Json.Id("missionId");

    protected static Task<Answer> MoveAsync(Partner by, Guid mission, string move, object? body = null, string? key = null) => by.PostAsync($"/api/missions/{mission}/{move}", body ?? Usual(move), key);

    private static object Usual(string move) => move switch
    {
        "clearance" => new { by = "Security office (invented)", on = In(0), reference = "SC 7 (invented)", note = "By day only (invented)." },
        "completion" => new { summary = "Twelve people met (invented)." },
        "cancellation" => new { reason = "Fighting on the road (invented)." },
        _ => new { },
    };

    protected async Task<Guid> MissionInAsync(string state, Action<JsonObject>? change = null)
    {
        var mission = await PlannedAsync(change);
        string[] moves = state switch { "planned" => [], "cleared" => ["clearance"], "under-way" => ["clearance", "departure"], "done" => ["clearance", "departure", "completion"], _ => ["cancellation"] };
        foreach (var move in moves) (await MoveAsync(Sabha, mission, move)).Expect(200);
        return mission;
    }

    protected async Task<JsonObject> ReadAsync(Guid mission) => (await Sabha.GetAsync($"/api/missions/{mission}")).Expect(200).Json;
}
