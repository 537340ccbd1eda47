using System.Text;
using Platform.Tests.Running;

namespace Platform.Benchmarks.Lines;

/// <summary>Line 6: a referral through the gateway with all that belongs to it, against a bare endpoint with the same token check and one insert.</summary>
public static class SubmitThroughGateway
{
    private const int People = 64;   // referrals of one person wait for each other

    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        var amal = new Partner(platform, "amal-health");
        var bayt = await amal.AgencyIdAsync("bayt-shelter");
        var bodies = new List<string>();
        for (var number = 0; number < People; number++)
        {
            var person = await amal.RegisterAsync();
            await amal.ConsentAsync(person, bayt);
            bodies.Add(Partner.Referral(person, bayt).ToJsonString());
        }

        var token = await platform.TokenAsync("amal-health");
        await using var bare = await BareService.StartAsync(bench);
        using var through = new Load(platform.AddressOf("gateway"), 16, token);
        using var direct = new Load(bare.Address, 16, token);
        var (ratio, profile) = await Versus.RatesAsync(
            bench, bench.Time(5),
            (through, at => Post("/api/referrals", bodies[at % People])),
            (direct, at => Post("/rows", bodies[at % People])));
        if (await bench.CountStatementsAsync())
        {
            const int Some = 300;
            await through.ClosedAsync(Some, at => Post("/api/referrals", bodies[at % People]));
            profile += $"\nPostgreSQL per referral:\n{await bench.DearestStatementsAsync(Some)}";
        }

        Bench.Say("6", "submit a referral through the gateway, against a bare endpoint with the same token check and one insert", ratio, Goal.Least(0.4), profile,
            "four processes answer where one does and 20 statements run where one does: gather the sender's grants into one call of give, ask Registrations and look up the offer at the same time");
    }

    private static HttpRequestMessage Post(string path, string body) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
        Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
    };
}
