using System.Globalization;
using Npgsql;

namespace Platform.Registrations.Tests.Visits;

/// <summary>Visits of the lead's hub in Sabha: its system records them, beside monitors, supervisors and protection officers.</summary>
public abstract class Visiting : OnThePlatform
{
    private static readonly SemaphoreSlim OnePlants = new(1);

    /// <summary>Records: caseworker of Sabha.</summary>
    protected Partner Sabha { get; private set; } = null!;

    protected Partner Monitor { get; private set; } = null!;

    protected Partner Supervisor { get; private set; } = null!;

    protected Partner Officer { get; private set; } = null!;

    /// <summary>Of Sabha, and neither monitor nor supervisor.</summary>
    protected Partner Colleague { get; private set; } = null!;

    /// <summary>Monitor and supervisor of Tripoli.</summary>
    protected Partner Tripoli { get; private set; } = null!;

    protected override async Task PrepareAsync()
    {
        await OnePlants.WaitAsync();
        try
        {
            await Platform.PlantUserAsync("monitor@iom-libya.demo", "sabha", "monitor");
            await Platform.PlantUserAsync("tripoli-monitor@iom-libya.demo", "tripoli", "monitor", "supervisor", "caseworker");
        }
        finally
        {
            OnePlants.Release();
        }

        Sabha = new Partner(Platform, "iom-libya");
        Monitor = await Platform.SignInAsync("monitor@iom-libya.demo");
        Supervisor = await Platform.SignInAsync("supervisor@iom-libya.demo");
        Officer = await Platform.SignInAsync("protection-officer@iom-libya.demo");
        Colleague = await Platform.SignInAsync("caseworker@iom-libya.demo");
        Tripoli = await Platform.SignInAsync("tripoli-monitor@iom-libya.demo");
    }

    /// <summary>Who keep the visits of Sabha, each in another way, and who reads them.</summary>
    protected IReadOnlyList<Partner> Readers => [Sabha, Monitor, Supervisor, Officer];

    /// <summary>Who finds none of them, whatever their role.</summary>
    protected async Task<IReadOnlyList<Partner>> OthersAsync() => [Colleague, Tripoli, Amal, await Platform.SignInAsync("supervisor@amal-health.demo")];

    protected static string At(int hours) => DateTimeOffset.UtcNow.AddHours(hours).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>An invented site, with all that is told when the visit is made.</summary>
    protected static JsonObject Visit(Action<JsonObject>? change = null)
    {
        var visit = new JsonObject
        {
            ["site"] = "Invented site",
            ["siteType"] = "detention-centre",
            ["areaCode"] = "LY031901",
            ["authority"] = "Invented authority",
            ["visitedAt"] = At(-3),
            ["access"] = "partial",
            ["accessReason"] = "One hall stayed shut (invented).",
            ["asGiven"] = Count(120),
            ["nationalitiesAsGiven"] = new JsonArray(new JsonObject { ["nationality"] = "SDN", ["number"] = 70 }, new JsonObject { ["nationality"] = "ERI", ["number"] = 50 }),
            ["asObserved"] = Count(140),
            ["unaccompaniedChildren"] = 4,
            ["conditions"] = new JsonArray(new JsonObject { ["topic"] = "food-and-water", ["rating"] = 2, ["note"] = "Twice a day (invented)." }),
            ["narrative"] = "Invented.",
        };
        change?.Invoke(visit);
        return visit;
    }

    protected static JsonObject Count(int total) => new()
    {
        ["countedAt"] = At(-3),
        ["source"] = "official",
        ["total"] = total,
        ["cells"] = new JsonArray(
            new JsonObject { ["sex"] = "male", ["ageBand"] = "18-59", ["number"] = total - 30 },
            new JsonObject { ["sex"] = "female", ["ageBand"] = "12-17", ["number"] = 20 },
            new JsonObject { ["sex"] = "female", ["number"] = 10 }),
    };

    protected async Task<Guid> RecordedAsync(Action<JsonObject>? change = null) => (await Sabha.PostAsync("/api/visits", Visit(change))).Expect(201).Json.Id("visitId");

    protected static Task<Answer> StepAsync(Partner by, Guid visit, string move, object? body = null, string? key = null) => by.PostAsync($"/api/visits/{visit}/{move}", body ?? Usual(move), key);

    private static object Usual(string move) => move switch
    {
        "access-answer" => new { granted = true },
        "completion" => new { visitedAt = At(-1), access = "full" },
        "review" => new { confirmed = true },
        "sharing" => new { summary = "Invented.", recommendations = "Invented too." },
        "advocacy-uses" => new { audience = "government", usedOn = In(0), what = "Invented.", mitigation = "Invented." },
        _ => new { },
    };

    protected static bool IsForASupervisor(string move) => move is "review" or "sharing" or "advocacy-uses";

    /// <summary>A visit on its way as far as that.</summary>
    protected async Task<Guid> InStateAsync(string state, Action<JsonObject>? change = null)
    {
        var visit = await RecordedAsync(change);
        string[] moves = state switch
        {
            "planned" => [],
            "access-requested" => ["access-request"],
            "granted" or "refused" => ["access-request", "access-answer"],
            "done" => ["completion"],
            "report-draft" => ["completion", "report"],
            "reviewed" => ["completion", "report", "review"],
            "shared-internal" => ["completion", "report", "review", "sharing"],
            "advocacy-used" => ["completion", "report", "review", "sharing", "advocacy-uses"],
            _ => ["completion", "report", "review", "closure"],
        };
        foreach (var move in moves)
        {
            (await StepAsync(IsForASupervisor(move) ? Supervisor : Sabha, visit, move, move == "access-answer" ? new { granted = state == "granted" } : null)).Expect(move == "advocacy-uses" ? 201 : 200);
        }

        Assert.Equal(state, await StateAsync(visit));
        return visit;
    }

    protected async Task<string?> StateAsync(Guid visit) => (await Sabha.GetAsync($"/api/visits/{visit}")).Expect(200).Json.Text("state");

    /// <summary>As superuser.</summary>
    protected async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }
}
