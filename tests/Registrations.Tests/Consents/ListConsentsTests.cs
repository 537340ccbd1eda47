namespace Platform.Registrations.Tests.Consents;

public sealed class ListConsentsTests : OnThePlatform
{
    [Fact]
    public async Task All_that_was_agreed_to_is_listed_the_newest_first_with_what_was_taken_back()
    {
        var (person, other, bayt) = (await Amal.RegisterAsync(), await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var first = await Amal.ConsentAsync(person, bayt);
        var second = await Amal.ConsentAsync(person, bayt, consent => consent["purpose"] = "tracing");
        await Amal.ConsentAsync(other, bayt);
        (await Amal.DeleteAsync($"/api/people/{person}/consents/{first}")).Expect(204);

        var consents = (await Amal.GetAsync($"/api/people/{person}/consents")).Items();

        Assert.Equal([second, first], consents.Select(consent => consent.Id("consentId")));
        Assert.Null(consents[0]["withdrawnAt"]);
        Assert.NotNull(consents[1]["withdrawnAt"]);
    }

    [Fact]
    public async Task Nobody_else_sees_what_a_person_agreed_to_not_even_the_recipient()
    {
        var person = await Amal.RegisterAsync();
        await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));

        (await Bayt.GetAsync($"/api/people/{person}/consents")).Expect(404);
    }
}
