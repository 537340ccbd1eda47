using System.Text.Json.Nodes;

namespace Platform.Journeys.Tests;

/// <summary>Two of every process: what both hear happens once, and one of each may go without a partner noticing.</summary>
public sealed class ReplicasTests : IAsyncLifetime
{
    private RunningPlatform platform = null!;

    public async Task InitializeAsync() => platform = await RunningPlatform.StartAsync(replicas: 2, ofAll: true);

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task The_main_job_is_done_with_two_of_everything_and_with_one()
    {
        await WithdrawalIsHeardOnceAsync();

        // services reach identity and registrations at the first one's address, where a deployment has one name for both
        foreach (var gone in (string[])["identity-2", "registrations-2", "referrals"])
        {
            platform.Kill(gone);
        }

        await MainJobAsync("gateway");
        await MainJobAsync("gateway");   // both turns of who takes turns

        platform.Kill("gateway");
        await MainJobAsync("gateway-2");
    }

    private async Task WithdrawalIsHeardOnceAsync()
    {
        var amal = new Partner(platform, "amal-health");
        var (referral, person, consent) = await amal.ReferAsync("bayt-shelter");

        (await amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);

        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/referrals/{referral}"))["status"]!.GetValue<string>() == "revoked");
        var steps = (await amal.GetAsync($"/api/referrals/{referral}/history")).Expect(200)["items"]!.AsArray();
        Assert.Single(steps, step => step!["event"]!.GetValue<string>() == "revoked");
    }

    private async Task MainJobAsync(string door)
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

    private async Task<string> TokenAsync(string agency, string door)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = $"{agency}-system", ["client_secret"] = $"dev-{agency}" });
        using var answer = await platform.Http.PostAsync(new Uri(platform.AddressOf(door), "connect/token"), content);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }
}
