using System.Globalization;

namespace Platform.Registrations.Tests.Consents;

/// <summary>Asked as Referrals asks every 5 s: what the bus would have told it.</summary>
public sealed class ListWithdrawalsTests : OnThePlatform
{
    private Partner service = null!;

    protected override async Task PrepareAsync() =>
        service = new Partner(Platform, "amal-health", Platform.AddressOf("registrations")) { Token = await Platform.AskTokenAsync("referrals-service", Platform.ServiceSecret("referrals")) };

    [Fact]
    public async Task What_was_withdrawn_since_is_told_by_its_ids_and_nothing_else_is()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var (withdrawn, standing) = (await Amal.ConsentAsync(person, bayt), await Amal.ConsentAsync(person, bayt));
        var before = (await SinceAsync("2026-01-01T00:00:00Z"))["asOf"]!.GetValue<DateTimeOffset>();
        (await Amal.DeleteAsync($"/api/people/{person}/consents/{withdrawn}")).Expect(204);

        var told = await SinceAsync(before.ToString("O", CultureInfo.InvariantCulture));

        var one = told["items"]!.AsArray().Single(item => item!["personId"]!.GetValue<Guid>() == person)!.AsObject();
        Assert.Equal(withdrawn, one["consentId"]!.GetValue<Guid>());
        Assert.Equal("consentId personId withdrawnAt", string.Join(' ', one.Select(field => field.Key).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain(standing.ToString(), told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(withdrawn.ToString(), (await SinceAsync(one["withdrawnAt"]!.GetValue<DateTimeOffset>().AddMilliseconds(1).ToString("O", CultureInfo.InvariantCulture))).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?since=")]
    [InlineData("?since=yesterday")]
    public async Task Without_an_instant_it_says_so(string query) =>
        Assert.Equal("$.since", (await service.GetAsync($"/internal/withdrawals{query}")).Expect(400)["errors"]!.AsObject().Single().Key);

    [Fact]
    public async Task Only_the_platforms_own_services_are_told()
    {
        foreach (var other in (Partner[])[Amal, Bayt])
        {
            (await other.With(door: Platform.AddressOf("registrations")).GetAsync("/internal/withdrawals?since=2026-01-01T00:00:00Z")).Expect(403);
            Assert.Equal(404, (await other.GetAsync("/internal/withdrawals?since=2026-01-01T00:00:00Z")).Status);
        }
    }

    private async Task<JsonObject> SinceAsync(string instant) => (await service.GetAsync($"/internal/withdrawals?since={Uri.EscapeDataString(instant)}")).Expect(200).Json;
}
