using System.Text;
using Platform.Registrations.Tests.Visits;

namespace Platform.Registrations.Tests.Imports;

public sealed class ImportRosterTests : Visiting
{
    [Fact]
    public async Task Who_was_met_is_added_all_of_them_or_none()
    {
        var visit = await RecordedAsync();
        var first = await ImportedAsync(visit, "number;sex;ageBand;nationality;needs\n1;female;18-59;SDN;CR\n٢;male;5-11;;\n");

        var taken = await ImportedAsync(visit, "number,sex,ageBand\n3,male,18-59\n2,male,18-59\n4,man,18-59\n4,male,18-59\n");

        Assert.Equal(("done", "refused rows"), (How(first), How(taken)));
        Assert.Equal((2, visit, "roster"), (first["rowsImported"]!.GetValue<int>(), first.Id("visitId"), first.Text("kind")));
        var roster = (await Monitor.GetAsync($"/api/visits/{visit}/roster")).Items();
        Assert.Equal(["1 female SDN", "2 male "], roster.Select(entry => $"{entry["number"]} {entry.Text("sex")} {entry.Text("nationality")}"));
        var errors = (await Sabha.GetAsync($"/api/imports/{taken.Id("importId")}/errors")).Expect(200).Body.Split("\r\n")[1..^1].Select(line => string.Join(' ', line.Split(',')[..2]));
        Assert.Equal(["3 \"number\"", "4 \"sex\"", "5 \"number\""], errors);
        Assert.Contains("POST /visits/{visitId:guid}/roster/imports site allowed", await AuditOfAsync(visit));
    }

    [Fact]
    public async Task No_more_than_a_visit_may_have()
    {
        var visit = await RecordedAsync();
        var table = "number,sex,ageBand\n" + string.Concat(Enumerable.Range(1, 2_001).Select(number => $"{number},male,18-59\n"));

        Assert.Equal("refused visit-full", How(await ImportedAsync(visit, table)));
        Assert.Equal("done", How(await ImportedAsync(visit, table[..table.LastIndexOf("2001", StringComparison.Ordinal)])));
        Assert.Equal(2_000, (await Sabha.GetAsync($"/api/visits/{visit}/roster")).Items().Count);
    }

    [Fact]
    public async Task The_visit_of_others_is_not_there_and_who_reads_it_adds_nothing()
    {
        var visit = await RecordedAsync();

        foreach (var other in await OthersAsync())
        {
            (await SendAsync(visit, "number,sex,ageBand\n1,male,18-59\n", other)).Expect(404);
        }

        (await SendAsync(visit, "number,sex,ageBand\n1,male,18-59\n", Officer)).Expect(403);
        Assert.Equal("$", (await SendAsync(visit, "", Sabha)).WrongFields());
    }

    [Fact]
    public async Task A_visit_that_is_closed_stays_as_it_is()
    {
        var visit = await InStateAsync("closed");

        Assert.Equal("closed", (await SendAsync(visit, "number,sex,ageBand\n1,male,18-59\n", Sabha)).Expect(409).Json.Text("state"));
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("importing")]
    public async Task What_was_closed_meanwhile_or_is_not_theirs_any_more_gets_nothing(string state)
    {
        var (closed, others) = (await InStateAsync("closed"), (await Amal.PostAsync("/api/visits", Visit())).Expect(201).Json.Id("visitId"));

        var (late, lost) = (await PlantedAsync(closed, state), await PlantedAsync(others, state));

        Assert.Equal(("failed visit-closed", "failed not-there"), (How(await EndedAsync(late)), How(await EndedAsync(lost))));
    }

    /// <summary>An import as it waits, or as who died left it.</summary>
    private async Task<Guid> PlantedAsync(Guid visit, string state)
    {
        var import = Guid.CreateVersion7();
        return await ScalarAsync<Guid>("""
            insert into imports (import_id, kind, visit_id, agency_id, started_by, dry_run, language, file_hash, bytes, holds_file, state, rows_total, started_at)
            values ($1, 'roster', $2, $3, $4, false, 'en', uuid_send($1), 1, false, $5, 1, now()) returning import_id
            """, import, visit, await Sabha.AgencyIdAsync("iom-libya"), await Platform.MemberIdAsync("iom-libya-system"), state);
    }

    private async Task<JsonObject> EndedAsync(Guid import) => (await Eventually.AsyncValue(() => Sabha.GetAsync($"/api/imports/{import}"), answer => answer["endedAt"] is not null, TimeSpan.FromSeconds(40))).Json;

    private async Task<JsonObject> ImportedAsync(Guid visit, string table)
    {
        var import = (await SendAsync(visit, table, Sabha)).Expect(202).Json.Id("importId");
        return await EndedAsync(import);
    }

    private static Task<Answer> SendAsync(Guid visit, string table, Partner by) =>
        by.SendAsync(HttpMethod.Post, $"/api/visits/{visit}/roster/imports", Encoding.UTF8.GetBytes(table), new() { ["Idempotency-Key"] = Guid.NewGuid().ToString() }, "application/octet-stream");

    private static string How(JsonObject import) => $"{import.Text("state")} {import.Text("reason")}".Trim();
}
