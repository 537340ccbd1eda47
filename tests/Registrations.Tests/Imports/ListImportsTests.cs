namespace Platform.Registrations.Tests.Imports;

public sealed class ListImportsTests : Importing
{
    [Fact]
    public async Task The_newest_first_for_who_started_them_and_their_supervisors()
    {
        var (older, newer) = (await ImportedAsync(People(Invented(), 1), "?dryRun=true"), await ImportedAsync(People(Invented(), 1), "?dryRun=true"));

        foreach (var reader in new[] { Sabha, Supervisor })
        {
            var seen = (await reader.GetAsync("/api/imports?limit=200")).Items().Select(import => import.Id("importId")).ToList();
            Assert.InRange(seen.IndexOf(newer.Id("importId")), 0, seen.IndexOf(older.Id("importId")) - 1);
        }

        Assert.DoesNotContain((await Amal.GetAsync("/api/imports?limit=200")).Items(), import => import.Id("importId") == newer.Id("importId"));
    }
}
