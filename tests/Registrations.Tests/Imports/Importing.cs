using System.Text;
using Npgsql;

namespace Platform.Registrations.Tests.Imports;

/// <summary>Tables of the lead's hub in Sabha, beside its supervisor and those who have nothing to do with it.</summary>
public abstract class Importing : OnThePlatform
{
    protected const string Head = "agreed,givenName,familyName,sex,birthYear,agePrecision,areaCode,setting";

    protected Partner Sabha { get; private set; } = null!;

    protected Partner Supervisor { get; private set; } = null!;

    protected override async Task PrepareAsync()
    {
        Sabha = new Partner(Platform, "iom-libya");
        Supervisor = await Platform.SignInAsync("supervisor@iom-libya.demo");
    }

    /// <summary>A table of so many people of a family, all right.</summary>
    protected static string People(string family, int count, string given = "فاطمة") =>
        string.Concat(Enumerable.Range(0, count).Select(at => $"yes,{given},{family},female,{1960 + (at % 40)},year,LY031901,urban\r\n").Prepend($"{Head}\r\n"));

    protected Task<Answer> SendAsync(string table, string query = "", Partner? by = null, string? key = null) => SendAsync(Encoding.UTF8.GetBytes(table), query, by, key);

    protected Task<Answer> SendAsync(byte[] file, string query = "", Partner? by = null, string? key = null, string path = "/api/imports", string language = "en") =>
        (by ?? Sabha).SendAsync(HttpMethod.Post, path + query, file, new() { ["Idempotency-Key"] = key ?? Guid.NewGuid().ToString(), ["Accept-Language"] = language }, "application/octet-stream");

    /// <summary>How it ended.</summary>
    protected async Task<JsonObject> EndedAsync(Answer sent, Partner? by = null)
    {
        var import = sent.Expect(202).Json.Id("importId");
        return (await Eventually.AsyncValue(() => (by ?? Sabha).GetAsync($"/api/imports/{import}"), answer => answer["endedAt"] is not null, TimeSpan.FromSeconds(40))).Json;
    }

    protected async Task<JsonObject> ImportedAsync(byte[] file, string query = "", Partner? by = null) => await EndedAsync(await SendAsync(file, query, by), by);

    protected Task<JsonObject> ImportedAsync(string table, string query = "", Partner? by = null) => ImportedAsync(Encoding.UTF8.GetBytes(table), query, by);

    /// <summary>The lines of what was wrong, as row,column,error.</summary>
    protected async Task<IReadOnlyList<string>> ErrorsAsync(JsonObject import, Partner? by = null)
    {
        var lines = (await (by ?? Sabha).GetAsync($"/api/imports/{import.Id("importId")}/errors")).Expect(200).Body.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("\"row\",\"column\",\"error\"", lines[0]);
        return lines[1..];
    }

    /// <summary>Where something was wrong: 3 sex, 5 birthYear.</summary>
    protected async Task<string> PlacesAsync(JsonObject import) =>
        string.Join(", ", (await ErrorsAsync(import)).Select(line => line.Split(',')).Select(line => $"{line[0]} {line[1].Trim('"')}".Trim()));

    protected async Task<int> FoundAsync(string family, Partner? by = null) => (await (by ?? Sabha).PostAsync("/api/people/search", new { name = $"فاطمة {family}" })).Items().Count;

    protected static string How(JsonObject import) => $"{import.Text("state")} {import.Text("reason")}".Trim();

    protected async Task<T> ScalarAsync<T>(string sql, params object[] args)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var arg in args) command.Parameters.Add(new() { Value = arg });
        return (await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default)!;
    }

    /// <summary>An import as a process left it that holds it still.</summary>
    protected async Task<Guid> PlantedAsync(string state, string startedBy = "iom-libya-system")
    {
        var import = Guid.CreateVersion7();
        await ScalarAsync<object>("""
            insert into imports (import_id, kind, agency_id, started_by, dry_run, language, file_hash, bytes, holds_file, state, started_at, lease, leased_until)
            select $1, 'people', $2, $3, false, 'en', uuid_send($1), 1, false, $4, now(), gen_random_uuid(), now() + interval '1 day'
            """, import, await Sabha.AgencyIdAsync("iom-libya"), await Platform.MemberIdAsync(startedBy), state);
        return import;
    }
}
