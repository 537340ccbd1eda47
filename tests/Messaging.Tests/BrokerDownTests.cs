using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Messaging.Tests;

public sealed class BrokerDownTests
{
    [Fact]
    public async Task With_the_broker_down_work_goes_on_and_a_withdrawal_takes_effect_all_the_same()
    {
        var broker = TestServers.OfThisRun.RabbitMq;
        await using var cable = new Cable(broker.Host, broker.Port);
        await using var platform = await RunningPlatform.StartAsync(brokerPort: cable.Port);
        var amal = new Partner(platform, "amal-health");
        var bayt = new Partner(platform, "bayt-shelter");
        var (referral, person, consent) = await amal.ReferAsync("bayt-shelter");
        var (accepted, accepteds, acceptedOn) = await amal.ReferAsync("bayt-shelter");
        (await bayt.PostAsync($"/api/referrals/{accepted}/acceptance", new { })).Expect(200);
        var (other, _, _) = await amal.ReferAsync("bayt-shelter");

        cable.Cut();
        await amal.RegisterAsync();
        await using (await Interruption.OnPersonAsync(platform, person))   // the poll stops here
        {
            (await amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
            Assert.Equal("sent", await StatusAsync(referral));

            // what nobody could hear of is known all the same: the authority is asked
            Assert.Equal("consent-withdrawn", (await bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(409).Problem);
        }

        Assert.Equal("consent-missing", (await amal.PostAsync("/api/referrals", Partner.Referral(person, await amal.AgencyIdAsync("bayt-shelter")))).Expect(400).Problem);
        (await bayt.PostAsync($"/api/referrals/{other}/acceptance", new { })).Expect(200);

        // and what was handed over already is out of reach with the next poll
        Assert.NotNull((await bayt.GetAsync($"/api/referrals/{accepted}")).Expect(200)["packet"]);
        (await amal.DeleteAsync($"/api/people/{accepteds}/consents/{acceptedOn}")).Expect(204);
        await Eventually.TrueAsync(async () => (await bayt.GetAsync($"/api/referrals/{accepted}")).Expect(200)["packet"] is null, TimeSpan.FromSeconds(10));
        Assert.Equal("revoked", await StatusAsync(accepted));
        await Eventually.TrueAsync(async () => await StatusAsync(referral) == "revoked");

        await using var bus = await new RabbitMQ.Client.ConnectionFactory { Uri = platform.Vhost.Uri }.CreateConnectionAsync();
        var ear = await Ear.ListenAsync(bus, "Platform.Contracts.Referrals.V1:ReferralRevoked");
        cable.Mend();
        await Eventually.TrueAsync(
            () => Task.FromResult(new[] { referral, accepted }.All(revoked => ear.Heard.Any(message => message.Body.Contains(revoked.ToString(), StringComparison.Ordinal)))), TimeSpan.FromSeconds(60));

        async Task<string> StatusAsync(Guid which) => (await amal.GetAsync($"/api/referrals/{which}")).Expect(200)["status"]!.GetValue<string>();
    }
}
