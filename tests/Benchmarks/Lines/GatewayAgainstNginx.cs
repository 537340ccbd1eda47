namespace Platform.Benchmarks.Lines;

/// <summary>Line 7: a small answer through the gateway, against nginx to the same backend; and with the token check against without.</summary>
public static class GatewayAgainstNginx
{
    public static async Task RunAsync(Bench bench)
    {
        var platform = await bench.PlatformAsync();
        await using var bare = await BareService.StartAsync(bench);
        var token = await platform.TokenAsync("amal-health");
        using var open = new Load(platform.AddressOf("gateway"), 32);
        using var door = new Load(platform.AddressOf("gateway"), 32, token);
        HttpRequestMessage Open(int at) => new(HttpMethod.Get, "/bench/word");
        HttpRequestMessage Checked(int at) => new(HttpMethod.Get, "/api/bench/word");
        if (await Nginx.StartAsync(bare.Address) is { } nginx)
        {
            await using (nginx)
            {
                using var other = new Load(nginx.Address, 32);
                var (ratio, profile) = await Versus.RatesAsync(bench, bench.Time(3), (open, Open), (other, Open));
                Bench.Say("7", "gateway without token check, against nginx to the same backend", ratio, Goal.Least(0.6), profile,
                    "what stands before YARP at every request: limits, headers, telemetry's spans without a collector; leave the spans out where nobody collects them");
            }
        }
        else
        {
            Console.WriteLine("line 7   gateway against nginx: not measured, there is no nginx here");
        }

        var (check, cost) = await Versus.RatesAsync(bench, bench.Time(3), (door, Checked), (open, Open));
        Bench.Say("7", "gateway with token check, against without", check, Goal.Least(0.85), cost,
            "a remembered token still pays for its hash, the principal's clone and the policies: keep the built principal with the hash, and skip the scheme's events");
    }
}
