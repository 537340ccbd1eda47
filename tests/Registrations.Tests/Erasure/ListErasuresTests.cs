namespace Platform.Registrations.Tests.Erasure;

public sealed class ListErasuresTests : Erasing
{
    [Fact]
    public async Task It_lists_what_can_be_got_the_newest_first_with_its_proof()
    {
        var older = await EraseAsync(await Sabha.RegisterAsync());
        var newer = (await AskAsync(Sabha, await Sabha.RegisterAsync())).Expect(201).Json.Id("erasureId");
        await DoneAsync(older);

        foreach (var by in new[] { Sabha, SabhaSupervisor, Officer, Auditor })
        {
            var seen = (await by.GetAsync("/api/erasures?limit=200")).Items().Where(item => item.Id("erasureId") == older || item.Id("erasureId") == newer).ToList();
            Assert.Equal([newer, older], seen.Select(item => item.Id("erasureId")));
            Assert.Equal(["registrations", "referrals"], seen[1]["proof"]!.AsArray().Select(line => line!.Text("service")));
        }

        foreach (var by in new[] { Tripoli, Amal })
        {
            Assert.DoesNotContain((await by.GetAsync("/api/erasures?limit=200")).Items(), item => item.Id("erasureId") == older || item.Id("erasureId") == newer);
        }

        Assert.Equal("$.limit", (await Auditor.GetAsync("/api/erasures?limit=0")).WrongFields());
    }
}
