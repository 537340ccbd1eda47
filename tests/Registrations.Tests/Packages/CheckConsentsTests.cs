namespace Platform.Registrations.Tests.Packages;

/// <summary>Asked as Referrals asks when a receiver accepts: yes or no, and nothing of the person.</summary>
public sealed class CheckConsentsTests : OnThePlatform
{
    [Fact]
    public async Task The_recipient_hears_yes_until_it_is_withdrawn()
    {
        var person = await Amal.RegisterAsync();
        var consent = await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));

        Assert.Equal("""{"stand":true}""", (await AskAsync(Bayt, consent)).Expect(200).Body);
        (await Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        Assert.Equal("""{"stand":false}""", (await AskAsync(Bayt, consent)).Expect(200).Body);
    }

    [Fact]
    public async Task All_of_them_must_stand()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var (one, other) = (await Amal.ConsentAsync(person, bayt), await Amal.ConsentAsync(person, bayt));
        (await Amal.DeleteAsync($"/api/people/{person}/consents/{other}")).Expect(204);

        Assert.Equal("""{"stand":true}""", (await AskAsync(Bayt, one, one)).Body);
        Assert.Equal("""{"stand":false}""", (await AskAsync(Bayt, one, other)).Body);
        Assert.Equal("""{"stand":false}""", (await AskAsync(Bayt, one, Guid.NewGuid())).Body);
    }

    [Fact]
    public async Task For_anybody_else_no_consent_stands()
    {
        var person = await Amal.RegisterAsync();
        var consent = await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));

        Assert.Equal((await AskAsync(new Partner(Platform, "rihla-legal"), Guid.NewGuid())).Expect(200).Body, (await AskAsync(new Partner(Platform, "rihla-legal"), consent)).Expect(200).Body);
        Assert.Equal("""{"stand":false}""", (await AskAsync(Amal, consent)).Body);
        (await AskAsync(new Partner(Platform, "embassy-one"), consent)).Expect(403);
    }

    [Fact]
    public async Task No_consents_and_too_many_are_refused()
    {
        Assert.Equal("$.consentIds", (await AskAsync(Bayt)).WrongFields());
        Assert.Equal("$.consentIds", (await AskAsync(Bayt, [.. Enumerable.Range(0, 21).Select(_ => Guid.NewGuid())])).WrongFields());
    }

    private Task<Answer> AskAsync(Partner partner, params Guid[] consentIds) =>
        new Partner(Platform, partner.Agency, Platform.AddressOf("registrations")).PostAsync("/internal/consents/check", new { consentIds });
}
