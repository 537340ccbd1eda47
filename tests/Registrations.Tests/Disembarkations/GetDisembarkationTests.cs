namespace Platform.Registrations.Tests.Disembarkations;

public sealed class GetDisembarkationTests : Landing
{
    [Fact]
    public async Task Nobody_else_finds_it_and_an_authority_is_told_nothing()
    {
        var landing = await LandedAsync();
        var none = (await Amal.GetAsync($"/api/disembarkations/{Guid.NewGuid()}")).Expect(404);

        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/disembarkations/{landing}")).Expect(404).Body);
        }

        foreach (var agency in (string[])["detention-authority", "embassy-one", "mission-one"])
        {
            (await new Partner(Platform, agency).GetAsync($"/api/disembarkations/{landing}")).Expect(403);
        }
    }
}
