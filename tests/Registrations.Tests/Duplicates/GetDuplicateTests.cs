namespace Platform.Registrations.Tests.Duplicates;

public sealed class GetDuplicateTests : OnPairs
{
    [Fact]
    public async Task A_pair_that_is_not_there_is_not_there() => (await Desk.GetAsync($"/api/duplicates/{Guid.NewGuid()}")).Expect(404);
}
