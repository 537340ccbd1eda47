using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>A suspended agency's tokens end everywhere, told over the bus and by the poll below it.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task Suspending_an_agency_ends_its_tokens_at_every_door_and_reinstating_it_lets_new_ones_in()
    {
        await using var platform = await RunningPlatform.StartAsync(replicas: 2);
        var admin = await platform.SignInAsync("access-admin@iom-libya.demo");
        var rihla = new Partner(platform, "rihla-legal") { Token = await platform.AskTokenAsync("rihla-legal-system", "dev-rihla-legal") };
        var agency = await admin.AgencyIdAsync("rihla-legal");
        (await rihla.GetAsync("/api/people")).Expect(200);

        (await admin.PostAsync($"/api/agencies/{agency}/suspension", null)).Expect(204);

        foreach (var (process, path) in new[] { ("gateway", "/api/people"), ("registrations", "/people"), ("registrations-2", "/people"), ("referrals", "/services"), ("referrals-2", "/services") })
        {
            var there = rihla.With(platform.AddressOf(process));
            await Eventually.TrueAsync(async () => (await there.GetAsync(path)).Status == 401, TimeSpan.FromSeconds(5), () => $"{process} still lets the suspended agency in");
        }

        // nobody may be sent a referral who cannot act
        var amal = new Partner(platform, "amal-health");
        var person = await amal.RegisterAsync();
        Assert.Equal(400, (await amal.PostAsync("/api/referrals", Partner.Referral(person, agency, fields => fields["serviceCode"] = "legal"))).Status);

        (await admin.DeleteAsync($"/api/agencies/{agency}/suspension")).Expect(204);
        await Eventually.TrueAsync(async () =>
            (await new Partner(platform, "rihla-legal") { Token = await platform.AskTokenAsync("rihla-legal-system", "dev-rihla-legal") }.GetAsync("/api/people")).Status == 200);
        Assert.Equal(401, (await rihla.GetAsync("/api/people")).Status);   // the old token stays refused
    }
}
