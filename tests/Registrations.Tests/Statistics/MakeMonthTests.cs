using System.Globalization;
using Npgsql;

namespace Platform.Registrations.Tests.Statistics;

/// <summary>On a platform of its own, with two replicas: a month is waited for.</summary>
public sealed class MakeMonthTests : IAsyncLifetime
{
    private const string Sabha = "LY031901";
    private const string Misrata = "LY021401";
    private const string Tripoli = "LY021104";

    private readonly DateTime today = DateTime.UtcNow.Date;
    private RunningPlatform platform = null!;

    private string ThisMonth => today.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        platform = await RunningPlatform.StartAsync(replicas: 2, settings: new Dictionary<string, string> { ["Statistics__DaysAfterMonth"] = "5" });
        await ScalarAsync("insert into statistics_months values ((date_trunc('month', now() at time zone 'utc') - interval '1 month')::date, now()) on conflict do nothing");
    }

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Some_days_after_a_month_it_is_made_once_and_of_few_people_nothing_is_kept()
    {
        var (amal, bayt, rihla) = (new Partner(platform, "amal-health"), new Partner(platform, "bayt-shelter"), new Partner(platform, "rihla-legal"));
        await RegisterAsync(amal, 14, Sabha, "female", 1990);
        await RegisterAsync(bayt, 13, Sabha, "male", 1990);
        await RegisterAsync(rihla, 12, Sabha, "female", today.Year - 14);
        await RegisterAsync(amal, 15, Misrata, "male", 1990);
        await RegisterAsync(bayt, 3, Tripoli, "female", 1990);
        var objector = (await RegisterAsync(bayt, 1, Sabha, "male", 1990))[0];
        (await bayt.PostAsync($"/api/people/{objector}/requests", new
        {
            kind = "objection",
            receivedOn = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            language = "ara",
            how = "phone",
            what = "Invented.",
            objectsTo = new { purposes = (string[])["statistics"] },
        })).Expect(201);
        foreach (var (number, cells) in ((int, object[])[])[(90, [new { sex = "female", ageBand = "18-59", number = 60 }, new { sex = "male", ageBand = "0-4", number = 30 }]), (12, [])])
        {
            (await amal.PostAsync("/api/outreach-sessions", new
            {
                heldOn = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                areaCode = Sabha,
                place = "Invented",
                method = "radio",
                topic = "atd",
                targetGroup = "migrants",
                reached = number,
                counts = cells,
            })).Expect(201);
        }

        await platform.MoveClockAsync(new DateTime(today.Year, today.Month, 1).AddMonths(1).AddDays(3) - today);
        Assert.Equal(1L, await ScalarAsync("select count(*) from statistics_months"));   // over, and waited for
        await platform.MoveClockAsync(new DateTime(today.Year, today.Month, 1).AddMonths(1).AddDays(6) - today);
        await Eventually.TrueAsync(async () => await ScalarAsync("select count(*) from statistics_months") is 2L, TimeSpan.FromSeconds(30));

        var statistician = await platform.SignInAnewAsync("statistics@iom-libya.demo");
        await Eventually.TrueAsync(async () => (await statistician.GetAsync("/api/statistics")).Items().Any(month => month.Text("month") == ThisMonth));
        Assert.Equal(["LY0319 , 39", "hidden , ", "total 29,28 57"], await RowsAsync(statistician, "registered-by-sex"));   // or three women elsewhere could be computed
        Assert.Equal(["LY0319 ,,,, 39", "hidden ,,,, ", "total ,,,45, 57"], await RowsAsync(statistician, "registered-by-age"));
        Assert.Equal([], await RowsAsync(statistician, "people-in-outreach"));   // of one agency
        Assert.Equal(["LY0319 ,,12 ", "hidden ,, ", "total ,,12 "], await RowsAsync(statistician, "sex-or-age-not-known"));
        var rows = (await statistician.GetAsync($"/api/statistics/{ThisMonth}/5w.csv")).Expect(200).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.Equal(
            ["Amal Health (demo)|Awareness and outreach|LY0319|2 90     12", "Amal Health (demo)|Registration|LY0319| 14     ", "Bayt Shelter (demo)|Registration|LY0319| 13     ", "Rihla Legal Aid (demo)|Registration|LY0319| 12     "],
            rows.Select(row => row.Split('"')).Select(cells => $"{cells[1]}|{cells[7]}|{cells[23]}|{cells[^1][1..].Replace(',', ' ')}").Order(StringComparer.Ordinal));

        Assert.Equal(57, await ScalarAsync($"select cardinality(records) from access.audit where action = 'make-statistics' and caller = '{Guid.Empty}' and data_class = 'identity' and cardinality(records) > 0"));
        Assert.Equal(0L, await ScalarAsync($"select count(*) from access.audit where action = 'make-statistics' and '{objector}' = any (records)"));
        Assert.Equal(0L, await ScalarAsync($"select count(*) from statistics_tables where body::text ~ 'LY0214|LY0211'"));   // nothing of where they were too few
    }

    private async Task<IReadOnlyList<string>> RowsAsync(Partner statistician, string table) =>
        [.. (await statistician.GetAsync($"/api/statistics/{ThisMonth}/{table}")).Expect(200)["rows"]!.AsArray().Select(row => $"{row!["code"]} {string.Join(',', row["values"]!.AsArray())} {row["all"]}")];

    private static async Task<List<Guid>> RegisterAsync(Partner keeper, int number, string area, string sex, int birthYear)
    {
        var people = new List<Guid>();
        for (var made = 0; made < number; made++)
        {
            people.Add(await keeper.RegisterAsync(person => (person["areaCode"], person["sex"], person["birthYear"], person["agePrecision"]) = (area, sex, birthYear, "year")));
        }

        return people;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database);
        return await command.ExecuteScalarAsync();
    }
}
