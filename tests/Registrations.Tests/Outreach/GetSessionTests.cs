namespace Platform.Registrations.Tests.Outreach;

public sealed class GetSessionTests : Session
{
    [Fact]
    public async Task Nobody_else_finds_it_and_an_authority_is_told_nothing()
    {
        var session = await HeldAsync();
        var none = (await Amal.GetAsync($"/api/outreach-sessions/{Guid.NewGuid()}")).Expect(404);

        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await other.GetAsync($"/api/outreach-sessions/{session}")).Expect(404).Body);
        }

        foreach (var agency in (string[])["detention-authority", "embassy-one", "mission-one"])
        {
            (await new Partner(Platform, agency).GetAsync($"/api/outreach-sessions/{session}")).Expect(403);
        }
    }
}
