namespace Platform.Registrations.Tests.Erasure;

public sealed class WithdrawErasureTests : Erasing
{
    [Fact]
    public async Task Who_asked_takes_it_back_and_may_ask_again()
    {
        var person = await Sabha.RegisterAsync();
        var erasure = (await AskAsync(Sabha, person)).Expect(201).Json.Id("erasureId");

        Assert.Equal("withdrawn", (await WithdrawAsync(Sabha, erasure)).Expect(200).Json.Text("status"));

        Assert.Equal("wrong-state", (await ApproveAsync(Officer, erasure)).Expect(409).Problem);
        Assert.Equal("wrong-state", (await WithdrawAsync(Sabha, erasure)).Expect(409).Problem);
        (await Sabha.GetAsync($"/api/people/{person}")).Expect(200);
        (await AskAsync(Sabha, person)).Expect(201);
    }

    [Fact]
    public async Task Who_decides_says_no_an_auditor_says_nothing_and_to_others_it_is_not_there()
    {
        var erasure = (await AskAsync(Sabha, await Sabha.RegisterAsync())).Expect(201).Json.Id("erasureId");

        (await WithdrawAsync(Auditor, erasure)).Expect(403);
        (await WithdrawAsync(Tripoli, erasure)).Expect(404);
        (await WithdrawAsync(Amal, erasure)).Expect(404);

        Assert.Equal("withdrawn", (await WithdrawAsync(Officer, erasure)).Expect(200).Json.Text("status"));
    }

    [Fact]
    public async Task What_is_approved_is_not_taken_back()
    {
        var erasure = await EraseAsync(await Sabha.RegisterAsync());

        Assert.Equal("wrong-state", (await WithdrawAsync(Sabha, erasure)).Expect(409).Problem);
    }

    private static Task<Answer> WithdrawAsync(Partner by, Guid erasure) => by.PostAsync($"/api/erasures/{erasure}/withdrawal", new { });
}
