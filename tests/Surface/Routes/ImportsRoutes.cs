using System.Text;
using Npgsql;

namespace Platform.Surface.Tests.Routes;

/// <summary>What the service Registrations offers for tables of many rows.</summary>
internal static class ImportsRoutes
{
    public static IEnumerable<Route> All =>
    [
        Of("GET", "/imports", async stage => await ImportAsync(stage) with { Path = "/imports" }),
        Of("POST", "/imports", stage => Task.FromResult(new Ready(stage.Amal, "/imports?dryRun=true", () => IdsAsync(stage)) { File = People() })) with { Key = Key.Kept, Answers = 202, TakesAFile = true },
        Of("GET", "/imports/template", async stage => await ImportAsync(stage) with { Path = "/imports/template?kind=roster" }),
        Of("GET", "/imports/{importId}", stage => ImportAsync(stage)),
        Of("GET", "/imports/{importId}/errors", stage => ImportAsync(stage, "/errors")),
        Of("POST", "/imports/{importId}/cancellation", HeldAsync) with { Key = Key.Kept },
        Of("POST", "/visits/{visitId}/roster/imports", RosterAsync) with { Key = Key.Kept, Answers = 202, TakesAFile = true },
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    private static byte[] People() => Encoding.UTF8.GetBytes($"agreed,givenName,familyName,sex,birthYear,agePrecision,areaCode,setting\nno,فاطمة,Invented {Guid.NewGuid()},female,1990,year,LY031901,urban\n");

    /// <summary>Which there are; how far each is, changes by itself.</summary>
    private static async Task<string> IdsAsync(Stage stage) =>
        string.Join(' ', (await stage.Amal.GetAsync("/api/imports?limit=3")).Items().Select(import => import.Id("importId")));

    /// <summary>One that has ended.</summary>
    private static async Task<Ready> ImportAsync(Stage stage, string more = "")
    {
        var import = (await stage.Amal.SendAsync(HttpMethod.Post, "/api/imports?dryRun=true", People(), new() { ["Idempotency-Key"] = Guid.NewGuid().ToString() })).Expect(202).Json.Id("importId");
        await Eventually.TrueAsync(async () => (await stage.Amal.GetAsync($"/api/imports/{import}"))["endedAt"] is not null);
        return new(stage.Amal, $"/imports/{import}{more}", () => stage.ReadAsync(stage.Amal, $"/api/imports/{import}"));
    }

    /// <summary>One that waits, and is not begun.</summary>
    private static async Task<Ready> HeldAsync(Stage stage)
    {
        var import = Guid.CreateVersion7();
        await using var database = await stage.Platform.OpenDatabaseAsync("registrations");
        await using var plant = new NpgsqlCommand("""
            insert into imports (import_id, kind, agency_id, started_by, dry_run, language, file_hash, bytes, holds_file, started_at, leased_until)
            values ($1, 'people', $2, $3, true, 'en', '', 1, false, now(), now() + interval '1 day')
            """, database) { Parameters = { new() { Value = import }, new() { Value = await stage.Amal.AgencyIdAsync("amal-health") }, new() { Value = await stage.Platform.MemberIdAsync("amal-health-system") } } };
        await plant.ExecuteNonQueryAsync();
        return new(stage.Amal, $"/imports/{import}/cancellation", () => stage.ReadAsync(stage.Amal, $"/api/imports/{import}")) { Body = [] };
    }

    private static async Task<Ready> RosterAsync(Stage stage)
    {
        var visit = (await stage.Amal.PostAsync("/api/visits", new { site = "Invented", siteType = "detention-centre", areaCode = "LY031901" })).Expect(201).Json.Id("visitId");
        return new(stage.Amal, $"/visits/{visit}/roster/imports?dryRun=true", () => stage.ReadAsync(stage.Amal, $"/api/visits/{visit}/roster")) { File = Encoding.UTF8.GetBytes("number,sex,ageBand\n1,male,18-59\n") };
    }
}
