using Npgsql;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Access.Tests;

public sealed class DatabaseDownTests
{
    [Fact]
    public async Task With_the_database_down_every_call_says_so_and_goes_on_when_it_is_back()
    {
        var postgres = new NpgsqlConnectionStringBuilder(TestServers.OfThisRun.Postgres);
        await using var cable = new Cable(postgres.Host!, postgres.Port);
        await using var platform = await RunningPlatform.StartAsync(databasePort: cable.Port);
        var amal = new Partner(platform, "amal-health");
        var person = await amal.RegisterAsync();
        var bayt = await amal.AgencyIdAsync("bayt-shelter");
        var key = Guid.NewGuid().ToString();

        cable.Cut();
        foreach (var answer in new[]
        {
            await amal.GetAsync($"/api/people/{person}"),
            await amal.GetAsync("/api/referrals?box=sent"),
            await amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt), key),
        })
        {
            Assert.Equal(503, answer.Status);
            Assert.NotNull(answer.RetryAfter);
        }

        cable.Mend();
        await Eventually.TrueAsync(async () => (await amal.GetAsync($"/api/people/{person}")).Status == 200, TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync(async () => (await amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt), key)).Status == 201, TimeSpan.FromSeconds(30));
        Assert.Single((await amal.GetAsync($"/api/people/{person}/consents")).Expect(200)["items"]!.AsArray());
    }
}
