using System.Text.Json;
using Platform.Access;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 11: the 50 newest over HTTP, through gateway, token checks and scope, against Kestrel and Dapper with the same statement and no scope.</summary>
public static class ListOverHttp
{
    private static readonly Guid Names = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var token = await platform.TokenAsync("amal-health");
        var asker = CallerOf(token);
        var agencies = ((string, int)[])[("iom-libya", 4000), ("unhcr-libya", 2500), ("amal-health", 1000), ("bayt-shelter", 1500), ("rihla-legal", 1000)];
        await Bench.StepAsync("20 k referrals among the demo agencies", async () =>
        {
            await using var connection = await platform.OpenDatabaseAsync("referrals");
            await ReferralRows.AddAsync(connection, [.. agencies.Select(agency => new ReferralRows.Agency(
                Named($"agency:{agency.Item1}"), agency.Item2, [Named($"team:{agency.Item1}/main")], [[Named($"client:{agency.Item1}-system")]]))], bench.Amount(20_000, 20_000));
        });
        await using var bare = await BareService.StartAsync(bench, asker);
        using var through = new Load(platform.AddressOf("gateway"), 16, token);
        using var direct = new Load(bare.Address, 16);
        var scoped = await CountAsync(through, "/api/referrals?box=sent&limit=50");
        var unscoped = await CountAsync(direct, "/list");
        if (scoped != 50 || unscoped != 50)
        {
            throw new InvalidOperationException($"The lists differ: {scoped} and {unscoped} lines.");
        }

        var (ratio, profile) = await Versus.RatesAsync(
            bench, bench.Time(4),
            (through, _ => new HttpRequestMessage(HttpMethod.Get, "/api/referrals?box=sent&limit=50")),
            (direct, _ => new HttpRequestMessage(HttpMethod.Get, "/list")));
        Bench.Say("11", "list of 50 over HTTP through gateway and scope, against Kestrel and Dapper, same statement, no scope", ratio, Goal.Least(0.6), profile,
            "what the policies cost in PostgreSQL is line 9, the gateway's hop line 7; the rest is the answer's JSON, which is written in the service and copied in the gateway");
    }

    private static async Task<int> CountAsync(Load load, string path)
    {
        using var json = JsonDocument.Parse(await load.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
        return json.RootElement.GetProperty("items").GetArrayLength();
    }

    private static Guid Named(string name) => Grantee.NameBased(Names, name);

    /// <summary>Who a token is about, as a service reads it.</summary>
    private static Caller CallerOf(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = JsonDocument.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')));
        string[] All(string name) => !claims.RootElement.TryGetProperty(name, out var value) ? []
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => one.GetString()!)] : [value.GetString()!];
        return new Caller(Guid.Parse(All("sub")[0]), Guid.Parse(All("agency")[0]), "", "", All("role"), [.. All("team").Select(Guid.Parse)], All("area"));
    }
}
