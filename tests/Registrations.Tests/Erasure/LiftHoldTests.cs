namespace Platform.Registrations.Tests.Erasure;

public sealed class LiftHoldTests : Erasing
{
    [Fact]
    public async Task Lifted_it_holds_nothing_up_and_lifting_twice_changes_nothing()
    {
        var person = await Sabha.RegisterAsync();
        (await HoldFileTests.HoldAsync(Officer, person)).Expect(204);

        (await Officer.DeleteAsync($"/api/people/{person}/legal-hold")).Expect(204);
        (await Officer.DeleteAsync($"/api/people/{person}/legal-hold")).Expect(204);

        await DoneAsync(await EraseAsync(person));
    }
}
