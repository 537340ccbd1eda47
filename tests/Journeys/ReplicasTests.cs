using System.Text.Json.Nodes;

namespace Platform.Journeys.Tests;

/// <summary>Two of every process: either may go, and come back, and no partner notices.</summary>
public sealed class ReplicasTests(TwoOfEach two) : IClassFixture<TwoOfEach>
{
    private readonly RunningPlatform platform = two.Platform;

    /// <summary>Services reach identity and registrations at the first one's address, where a deployment has a name for both.</summary>
    [Theory]
    [InlineData("identity-2", "gateway")]
    [InlineData("gateway", "gateway-2")]
    [InlineData("registrations-2", "gateway")]
    [InlineData("referrals-2", "gateway-2")]
    public async Task The_main_job_is_done_while_one_of_two_is_gone(string gone, string door)
    {
        platform.Kill(gone);
        for (var round = 0; round < 2; round++)   // both turns of whoever takes turns
        {
            var amal = new Partner(platform, "amal-health", platform.AddressOf(door)) { Token = await TokenAsync("amal-health", door) };
            var bayt = new Partner(platform, "bayt-shelter", platform.AddressOf(door)) { Token = await TokenAsync("bayt-shelter", door) };

            var (referral, _, _) = await amal.ReferAsync("bayt-shelter");
            (await bayt.PostAsync($"/api/referrals/{referral}/acknowledgement", null)).Expect(200);
            (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", null)).Expect(200);
            Assert.Equal("Invented", (await bayt.GetAsync($"/api/referrals/{referral}")).Expect(200)["packet"]!["identity"]!["familyName"]!.GetValue<string>());
            (await bayt.PostAsync($"/api/referrals/{referral}/outcomes", new JsonObject { ["outcomeCode"] = "provided", ["final"] = true })).Expect(200);
            Assert.Equal("closed", (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>());
        }

        await platform.RestartAsync(gone);
    }

    [Fact]
    public async Task A_withdrawal_is_heard_once_although_two_listen()
    {
        var amal = new Partner(platform, "amal-health");
        var (referral, person, consent) = await amal.ReferAsync("bayt-shelter");

        (await amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);

        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/referrals/{referral}"))["status"]!.GetValue<string>() == "revoked");
        var steps = (await amal.GetAsync($"/api/referrals/{referral}/history")).Expect(200)["items"]!.AsArray();
        Assert.Single(steps, step => step!["event"]!.GetValue<string>() == "revoked");
    }

    private async Task<string> TokenAsync(string agency, string door)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = $"{agency}-system", ["client_secret"] = $"dev-{agency}" });
        using var answer = await platform.Http.PostAsync(new Uri(platform.AddressOf(door), "connect/token"), content);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }
}

/// <summary>One platform with two of every process, for all tests of the class.</summary>
public sealed class TwoOfEach : IAsyncLifetime
{
    public RunningPlatform Platform { get; private set; } = null!;

    public async Task InitializeAsync() => Platform = await RunningPlatform.StartAsync(replicas: 2, ofAll: true);

    public async Task DisposeAsync() => await Platform.DisposeAsync();
}
