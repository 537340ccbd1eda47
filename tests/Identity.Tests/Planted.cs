namespace Platform.Identity.Tests;

/// <summary>
/// What a database holds before the first test, put into the next one of this process as it is: passwords hashed slowly and keys sealed slowly, as
/// the product does it, take longer than all the rest, and once is enough.
/// </summary>
public sealed class Planted
{
    private static readonly string[] Tables = ["agencies", "teams", "agreements", "agreement_parties", "users", "clients", "signing_keys"];   // who is referred to, first

    private readonly Dictionary<string, string> rows = [];

    private Planted()
    {
    }

    public static async Task<Planted> ReadAsync(TestDatabase database)
    {
        var planted = new Planted();
        await using var connection = await database.OpenAsync();
        foreach (var table in Tables)
        {
            using var all = await connection.BeginTextExportAsync($"copy {table} to stdout");
            planted.rows[table] = await all.ReadToEndAsync();
        }

        return planted;
    }

    public async Task PutIntoAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        foreach (var table in Tables)
        {
            await using var all = await connection.BeginTextImportAsync($"copy {table} from stdin");
            await all.WriteAsync(rows[table]);
        }
    }
}
