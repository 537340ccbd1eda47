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
        var bayt = new Partner(platform, "bayt-shelter");
        var (referral, person, consent) = await amal.ReferAsync("bayt-shelter");
        var (other, _, _) = await amal.ReferAsync("bayt-shelter");

        cable.Cut();
        (await amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        await amal.RegisterAsync();
        Assert.Equal("sent", (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>());

        // what nobody could hear of is known all the same: the authority is asked
        Assert.Equal("consent-withdrawn", (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(409).Problem);
        Assert.Equal("consent-missing", (await amal.PostAsync("/api/referrals", Partner.Referral(person, await amal.AgencyIdAsync("bayt-shelter")))).Expect(400).Problem);
        (await bayt.PostAsync($"/api/referrals/{other}/acceptance", new { })).Expect(200);

        cable.Mend();
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/referrals/{referral}")).Expect(200)["status"]!.GetValue<string>() == "revoked", TimeSpan.FromSeconds(60));
    }
}
