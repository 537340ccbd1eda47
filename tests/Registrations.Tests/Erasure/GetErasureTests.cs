namespace Platform.Registrations.Tests.Erasure;

public sealed class GetErasureTests : Erasing
{
    [Fact]
    public async Task Who_asked_who_decides_and_the_auditors_see_it_and_only_the_auditors_no_note()
    {
        var erasure = (await AskAsync(Sabha, await Sabha.RegisterAsync(), "Invented.")).Expect(201).Json.Id("erasureId");

        foreach (var by in new[] { Sabha, SabhaSupervisor, Officer })
        {
            Assert.Equal("Invented.", (await GetAsync(by, erasure)).Expect(200).Json.Text("note"));
        }

        Assert.Null((await GetAsync(Auditor, erasure)).Expect(200).Json.Text("note"));
        var (theirs, nobodys) = (await GetAsync(Amal, erasure), await GetAsync(Amal, Guid.NewGuid()));
        Assert.Equal((404, nobodys.Body), (theirs.Status, theirs.Body));
        (await GetAsync(Tripoli, erasure)).Expect(404);
        (await GetAsync(await Platform.SignInAsync("access-admin@iom-libya.demo"), erasure)).Expect(403);
    }
}
