namespace Platform.Registrations.Tests.Outreach;

public sealed class ListSessionsTests : Session
{
    [Fact]
    public async Task The_last_recorded_first_for_who_keeps_or_oversees_them()
    {
        Guid[] sessions = [await HeldAsync(), await HeldAsync()];

        foreach (var reader in Readers)
        {
            Assert.Equal(sessions.Reverse(), (await reader.GetAsync("/api/outreach-sessions?limit=200")).Items().Select(line => line.Id("sessionId")).Where(sessions.Contains));
        }

        foreach (var other in await OthersAsync())
        {
            Assert.DoesNotContain((await other.GetAsync("/api/outreach-sessions?limit=200")).Items(), line => sessions.Contains(line.Id("sessionId")));
        }

        Assert.Equal("$.limit", (await Sabha.GetAsync("/api/outreach-sessions?limit=0")).WrongFields());
    }
}
