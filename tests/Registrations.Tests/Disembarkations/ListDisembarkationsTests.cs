namespace Platform.Registrations.Tests.Disembarkations;

public sealed class ListDisembarkationsTests : Landing
{
    [Fact]
    public async Task The_last_recorded_first_for_who_keeps_or_oversees_them_and_no_number_in_a_line()
    {
        Guid[] landings = [await LandedAsync(), await LandedAsync(), await LandedAsync()];

        foreach (var reader in Readers)
        {
            var lines = (await reader.GetAsync("/api/disembarkations?limit=200")).Items();
            Assert.Equal(landings.Reverse(), lines.Select(line => line.Id("disembarkationId")).Where(landings.Contains));
            Assert.All(lines, line => Assert.DoesNotContain("persons", line.FieldNames(), StringComparison.Ordinal));
        }

        foreach (var other in await OthersAsync())
        {
            Assert.DoesNotContain((await other.GetAsync("/api/disembarkations?limit=200")).Items(), line => landings.Contains(line.Id("disembarkationId")));
        }

        Assert.Equal("$.limit", (await Sabha.GetAsync("/api/disembarkations?limit=0")).WrongFields());
    }
}
