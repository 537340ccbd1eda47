namespace Platform.Registrations.Tests.Imports;

public sealed class DownloadImportErrorsTests : Importing
{
    [Fact]
    public async Task It_is_a_table_that_a_spreadsheet_opens_and_runs_nothing_of()
    {
        var import = await ImportedAsync($"{Head}\nno,A,B,female,1990,year,LY031901,urban\n", "?dryRun=true");

        var file = (await Supervisor.GetAsync($"/api/imports/{import.Id("importId")}/errors")).Expect(200);

        Assert.Equal(("text/csv", "\"row\",\"column\",\"error\"\r\n2,\"agreed\",\"Nobody is registered who has not agreed.\"\r\n"), (file.ContentType, file.Body.TrimStart('\uFEFF')));
        (await Sabha.GetAsync($"/api/imports/{Guid.NewGuid()}/errors")).Expect(404);
        Assert.Contains("GET /imports/{importId:guid}/errors organisational allowed", await AuditOfAsync(import.Id("importId")));
    }
}
