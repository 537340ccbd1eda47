namespace Platform.Registrations.Tests.Merges;

public sealed class GetMergeTests : OnMerges
{
    [Fact]
    public async Task It_is_there_for_who_sees_both_files_and_nobody_else()
    {
        var (merge, kept, duplicate) = await ProposedAsync();
        (await SabhaSupervisor.GetAsync($"/api/merges/{merge}")).Expect(200);
        foreach (var file in (Guid[])[kept, duplicate])
        {
            await ScalarAsync("insert into access.grants (record, grantee, because, packages, given_at) values ($1, $2, 'handover', '{identity,contact,family}', now())", file, await Platform.MemberIdAsync(HubCaseworker));
            (await TripoliCaseworker.GetAsync($"/api/merges/{merge}")).Expect(file == kept ? 404 : 200);
            Assert.Equal(file == kept ? 0 : 1, (await TripoliCaseworker.GetAsync($"/api/people/{kept}/merges")).Items().Count);
        }

        (await Amal.GetAsync($"/api/merges/{merge}")).Expect(404);
        (await Sabha.GetAsync($"/api/merges/{Guid.NewGuid()}")).Expect(404);
        Assert.Contains("GET /merges/{mergeId:guid} identity allowed", await AuditOfAsync(duplicate));
    }
}
