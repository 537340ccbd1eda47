using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 14: reading people's files from Registrations, each read an entry in the chained audit, against the same use case without the audit.</summary>
public static class ProtectedReads
{
    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var amal = new Partner(platform, "amal-health");
        var people = new List<Guid>();
        for (var number = 0; number < 50; number++)
        {
            people.Add(await amal.RegisterAsync());
        }

        var token = await platform.TokenAsync("amal-health");
        await using var unaudited = await Child.StartAsync("file", platform.SettingsOf("registrations"));
        using var with = new Load(platform.AddressOf("registrations"), 16, token);
        using var without = new Load(unaudited.Address, 16, token);
        HttpRequestMessage Read(int at) => new(HttpMethod.Get, $"/people/{people[at % people.Count]}");
        var (ratio, profile) = await Versus.RatesAsync(bench, bench.Time(4), (with, Read), (without, Read), () => SealedAsync(platform));
        Bench.Say("14", "protected reads with audit and sealing, against the same without", ratio, Goal.Least(0.85), profile,
            "the entry's commit waits for the disk where a mere read does not; entries of concurrent reads in one insert (a channel, one transaction for all that wait) keep the promise at a fraction of the flushes");
    }

    private static Task SealedAsync(RunningPlatform platform) => Eventually.TrueAsync(async () =>
    {
        await using var connection = await platform.OpenDatabaseAsync("registrations");
        await using var command = connection.CreateCommand();
        command.CommandText = "select (select count(*) from access.audit) - coalesce((select sum(entries) from access.audit_seals), 0)::bigint";
        return await command.ExecuteScalarAsync() is 0L;
    }, TimeSpan.FromSeconds(30));
}
