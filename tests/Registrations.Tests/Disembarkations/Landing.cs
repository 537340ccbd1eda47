using System.Globalization;
using Platform.Registrations.Tests.Visits;

namespace Platform.Registrations.Tests.Disembarkations;

/// <summary>Disembarkations that the lead's hub in Sabha records.</summary>
public abstract class Landing : Visiting
{
    protected static JsonObject Event(Action<JsonObject>? change = null)
    {
        var landing = new JsonObject
        {
            ["at"] = DateTimeOffset.UtcNow.AddHours(-5).ToString("O", CultureInfo.InvariantCulture),
            ["areaCode"] = "LY021104",
            ["point"] = "Invented quay",
            ["forceCode"] = "lcg",
            ["persons"] = 90,
            ["counts"] = new JsonArray(Cell("male", false, 60), Cell("female", false, 20), Cell("female", true, 10)),
            ["nationalities"] = new JsonArray(new JsonObject { ["nationality"] = "SDN", ["number"] = 40 }),
            ["dead"] = 1,
            ["missing"] = 3,
            ["medicalCases"] = 5,
            ["flaggedVulnerable"] = 12,
            ["humanitarianAccess"] = true,
            ["onwardDestination"] = "unknown",
            ["narrative"] = "Invented.",
        };
        change?.Invoke(landing);
        return landing;
    }

    private static JsonObject Cell(string sex, bool child, int number) => new() { ["sex"] = sex, ["child"] = child, ["number"] = number };

    protected async Task<Guid> LandedAsync(Action<JsonObject>? change = null) => (await Sabha.PostAsync("/api/disembarkations", Event(change))).Expect(201).Json.Id("disembarkationId");
}
