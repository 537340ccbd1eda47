using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>
/// Line 18: a table of people from the upload to the commit, with checks, keys, encryption, tokens for search, grants, audit and events, against a bare COPY of the rows that came of it
/// into tables of the same columns and indexes.
/// </summary>
public static class BulkImport
{
    private static readonly (string Table, string Key)[] Written =
    [
        ("people", "person_id"), ("person_identities", "person_id"), ("person_contacts", "person_id"), ("person_search_keys", "person_id"), ("access.grants", "record"), ("access.visible", "record"),
    ];

    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var amal = new Partner(platform, "amal-health");
        var rows = bench.Amount(10_000, 50_000);
        await ImportAsync(amal, Math.Min(rows, 1_000));   // warm
        var (ratios, profile) = (new List<double>(), "");
        for (var round = 0; round < bench.Rounds; round++)
        {
            var before = bench.Processes.Sample();
            var (import, took) = await ImportAsync(amal, rows);
            var after = bench.Processes.Sample();
            var bare = await CopyAsync(platform, import);
            ratios.Add(bare / took);
            profile = string.Create(CultureInfo.InvariantCulture, $"import {rows / took:0} rows/s against {rows / bare:0}/s; CPU per row {Processes.PerOperation(before, after, rows)}");
        }

        Bench.Say("18", $"import of {rows} people from upload to commit, against a bare COPY of the same rows", Spread.Of(ratios), Goal.Least(0.1), profile,
            "give many grants in one statement: access.give asks and writes person by person, twice for each; and publish many events with one insert");
    }

    /// <summary>From the first byte sent to the end that is told.</summary>
    private static async Task<(Guid Import, double Seconds)> ImportAsync(Partner by, int rows)
    {
        var table = new StringBuilder("agreed,givenName,familyName,otherNames,sex,birthYear,agePrecision,nationality,languages,phone,safeToCall,areaCode,setting\n");
        for (var number = 0; number < rows; number++)
        {
            table.Append(CultureInfo.InvariantCulture, $"yes,فاطمة,Invented {Guid.NewGuid():N},عبد الكريم,female,{1950 + (number % 60)},estimate,SDN,apd;ara,+21891{number:0000000},yes,LY031901,urban\n");
        }

        var file = Encoding.UTF8.GetBytes(table.ToString());
        var started = Stopwatch.GetTimestamp();
        var sent = await by.SendAsync(HttpMethod.Post, "/api/imports", file, new() { ["Idempotency-Key"] = Guid.NewGuid().ToString() }, "text/csv");
        var import = sent.Expect(202).Json.Id("importId");
        var ended = await Eventually.AsyncValue(() => by.GetAsync($"/api/imports/{import}"), answer => answer["endedAt"] is not null, TimeSpan.FromMinutes(5));
        return ended.Json.Text("state") == "done" ? (import, Stopwatch.GetElapsedTime(started).TotalSeconds) : throw new InvalidOperationException(ended.Body);
    }

    private static async Task<double> CopyAsync(RunningPlatform platform, Guid import)
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await ExecuteAsync(database, $"create temp table imported as select p.person_id as id from people p join imports i on i.ended_at = p.registered_at and i.started_by = p.registered_by where i.import_id = '{import}'");
        var tables = new List<(string Copy, byte[] Rows)>();
        foreach (var (table, key) in Written)
        {
            var copy = $"bare_{tables.Count}";
            await ExecuteAsync(database, $"create table {copy} (like {table} including all)");
            using var rows = new MemoryStream();
            await using (var source = await database.BeginRawBinaryCopyAsync($"copy (select t.* from {table} t join imported i on i.id = t.{key}) to stdout (format binary)"))
            {
                await source.CopyToAsync(rows);
            }

            tables.Add((copy, rows.ToArray()));
        }

        var started = Stopwatch.GetTimestamp();
        await using (var transaction = await database.BeginTransactionAsync())
        {
            foreach (var (copy, rows) in tables)
            {
                await using var target = await database.BeginRawBinaryCopyAsync($"copy {copy} from stdin (format binary)");
                await target.WriteAsync(rows);
            }

            await transaction.CommitAsync();
        }

        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ExecuteAsync(database, $"drop table imported, {string.Join(", ", tables.Select(table => table.Copy))}");
        return took;
    }

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}
