using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Tokens;

namespace Platform.Identity.Tests.Tokens;

[Collection(Identity.Name)]
public sealed class PruneTokensTests(IdentityFixture identity)
{
    [Fact]
    public async Task What_expired_goes_and_what_still_counts_stays()
    {
        await identity.Server.ClientTokenAsync("amal-health");
        await identity.Server.ClientTokenAsync("bayt-shelter");
        var person = await new Browser(identity.Server).SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("""
            update tokens set creation_date = now() - interval '2 hours', expiration_date = now() - interval '110 minutes'
            where application_id = (select id from clients where client_id = 'amal-health-system')
            """);

        var kept = await CountAsync("bayt-shelter-system");

        await identity.Server.Services.GetRequiredService<PruneTokens>().PruneAsync(CancellationToken.None);

        Assert.Equal(0, await CountAsync("amal-health-system"));
        Assert.Equal(kept, await CountAsync("bayt-shelter-system"));
        Assert.Equal(200, (await identity.Server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", person.RefreshToken))).Status);

        Task<int> CountAsync(string client) => connection.ExecuteScalarAsync<int>(
            "select count(*) from tokens where application_id = (select id from clients where client_id = @client)", new { client });
    }
}
