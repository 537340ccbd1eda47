namespace Platform.Registrations.Tests.Imports;

public sealed class GetImportTests : Importing
{
    [Fact]
    public async Task Who_started_it_and_the_teams_supervisors_see_it_and_nobody_else_finds_it()
    {
        var import = await ImportedAsync($"{Head}\nno,A,B,female,1990,year,LY031901,urban\n", "?dryRun=true");
        var path = $"/api/imports/{import.Id("importId")}";

        foreach (var reader in new[] { Sabha, Supervisor })
        {
            Assert.Equal("bytes dryRun endedAt importId kind reason rowsInvalid rowsRead rowsTotal startedAt startedBy state", (await reader.GetAsync(path)).Expect(200).Json.FieldNames());
            Assert.Single(await ErrorsAsync(import, reader));
        }

        foreach (var other in new[] { Amal, await Platform.SignInAsync("supervisor@amal-health.demo"), await Platform.SignInAsync("caseworker@iom-libya.demo") })
        {
            (await other.GetAsync(path)).Expect(404);
            (await other.GetAsync($"{path}/errors")).Expect(404);
        }

        Assert.Contains("GET /imports/{importId:guid} organisational allowed", await AuditOfAsync(import.Id("importId")));
    }
}
