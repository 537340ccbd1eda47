using Npgsql;

namespace Platform.Surface.Tests.Routes;

/// <summary>Figures of a month. The month is planted: what makes them is a clock.</summary>
internal static class StatisticsRoutes
{
    private const string Month = "2011-07";

    public static IEnumerable<Route> All =>
    [
        Of("/statistics", "/statistics"),
        Of("/statistics/{month}/{table}", $"/statistics/{Month}/registered-by-sex"),
        Of("/statistics/{month}/5w.csv", $"/statistics/{Month}/5w.csv"),
    ];

    private static Route Of(string template, string path) => new("registrations", "GET", template, async stage =>
    {
        await using var database = await stage.Platform.OpenDatabaseAsync("registrations");
        await Eventually.TrueAsync(async () =>
        {
            await using var any = new NpgsqlCommand("select exists (select 1 from statistics_months where month > '2020-01-01')", database);   // or all since then would be made
            return (bool)(await any.ExecuteScalarAsync())!;
        }, TimeSpan.FromSeconds(30));
        await using var plant = new NpgsqlCommand($$"""
            begin;
            insert into statistics_months values ('{{Month}}-01', '2011-08-06T00:00:00Z') on conflict do nothing;
            insert into statistics_tables values
                ('{{Month}}-01', 'registered-by-sex', '{"name": "registered-by-sex", "isWithheld": true, "columns": [], "rows": []}'), ('{{Month}}-01', '5w', '{"agencies": [], "lines": []}')
            on conflict do nothing;
            commit
            """, database);
        await plant.ExecuteNonQueryAsync();
        return new(stage.Statistician, path, () => Task.FromResult(""));
    });
}
