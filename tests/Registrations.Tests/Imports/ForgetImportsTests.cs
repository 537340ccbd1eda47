using Npgsql;

namespace Platform.Registrations.Tests.Imports;

public sealed class ForgetImportsTests : Importing
{
    [Fact]
    public async Task With_its_end_the_file_is_gone_and_its_key_and_after_a_week_what_was_wrong_in_it()
    {
        var (good, bad) = (await ImportedAsync(People(Invented(), 1)), await ImportedAsync($"{Head}\nno,A,B,female,1990,year,LY031901,urban\n"));
        foreach (var import in (Guid[])[good.Id("importId"), bad.Id("importId")])
        {
            await Eventually.TrueAsync(async () => (await KeysAsync(import), await ScalarAsync<long>("select count(*) from import_files where import_id = $1", import)) == (0, 0));
        }

        Assert.Single(await ErrorsAsync(bad));
        await ScalarAsync<object>("update imports set ended_at = now() - interval '6 days' where import_id = $1", good.Id("importId"));
        await ScalarAsync<object>("update imports set ended_at = now() - interval '8 days' where import_id = $1", bad.Id("importId"));
        await Eventually.TrueAsync(async () => (await ErrorsAsync(bad)).Count == 0);
        Assert.Equal("refused rows", How((await Sabha.GetAsync($"/api/imports/{bad.Id("importId")}")).Json));   // that there was one stays
    }

    private async Task<long> KeysAsync(Guid import)
    {
        await using var keys = await Platform.OpenDatabaseAsync("keys");
        await using var count = new NpgsqlCommand($"select count(*) from {Platform.NameOf("registrations")}.record_keys where record = $1", keys) { Parameters = { new() { Value = import } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
