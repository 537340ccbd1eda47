using Npgsql;

namespace Platform.Registrations.Tests.Statistics;

/// <summary>A month that was published long ago, with numbers that are known.</summary>
public abstract class WithFigures : OnThePlatform
{
    protected const string Month = "2011-05";

    private static readonly string Amal1 = "00000000-0000-0000-0000-000000000001";

    protected Partner Statistician { get; private set; } = null!;

    protected override async Task PrepareAsync()
    {
        Statistician = await Platform.SignInAsync("statistics@iom-libya.demo");
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await Eventually.TrueAsync(async () =>
        {
            await using var any = new NpgsqlCommand("select exists (select 1 from statistics_months where month > '2020-01-01')", database);   // or all since then would be made
            return (bool)(await any.ExecuteScalarAsync())!;
        }, TimeSpan.FromSeconds(30));
        await using var plant = new NpgsqlCommand($$"""
            begin;
            insert into statistics_months values ('{{Month}}-01', '2011-06-06T00:00:00Z') on conflict do nothing;
            insert into statistics_tables values
                ('{{Month}}-01', 'registered-by-sex', '{"name": "registered-by-sex", "isWithheld": false, "columns": ["female", "male-or-other"], "rows": [
                    {"code": "LY0319", "values": [26, 13], "all": 39}, {"code": "total", "values": [null, null], "all": 57}]}'),
                ('{{Month}}-01', 'registered-by-status', '{"name": "registered-by-status", "isWithheld": true, "columns": [], "rows": []}'),
                ('{{Month}}-01', '5w', '{"agencies": [{"agencyId": "{{Amal1}}", "code": "amal-health", "name": "=Amal, \"Health\""}], "lines": [
                    {"agency": "{{Amal1}}", "activity": "registration", "area": "LY0319", "reached": 39},
                    {"agency": "{{Amal1}}", "activity": "people-in-outreach", "area": "LY0319", "activities": 2, "reached": 80, "women": 20, "girls": 15, "men": 30, "boys": 15, "unspecified": null}]}')
            on conflict do nothing;
            commit
            """, database);
        await plant.ExecuteNonQueryAsync();
    }

    protected async Task<byte[]> BytesAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("gateway"), path));
        request.Headers.Authorization = new("Bearer", await Statistician.TokenAsync());
        using var answer = await Platform.Http.SendAsync(request);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Who may not, whatever else they may.</summary>
    protected async Task<IReadOnlyList<Partner>> OthersAsync() => [Amal, await Platform.SignInAsync("supervisor@iom-libya.demo"), new(Platform, "detention-authority"), new(Platform, "embassy-one")];
}
