using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Messaging.Tests;

public sealed class BrokerDownTests
{
    [Fact]
    public async Task With_the_broker_down_work_goes_on_and_what_was_committed_arrives_when_it_is_back()
    {
        var broker = TestServers.OfThisRun.RabbitMq;
        await using var cable = new Cable(broker.Host, broker.Port);
        await using var platform = await RunningPlatform.StartAsync(brokerPort: cable.Port);
        var amal = new Partner(platform, "amal-health");
        var (referral, person, consent) = await amal.ReferAsync("bayt-shelter");

        cable.Cut();
        (await amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        await amal.RegisterAsync();
        Assert.Equal("sent", (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>());

        cable.Mend();
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>() == "revoked", TimeSpan.FromSeconds(60));
    }
}
