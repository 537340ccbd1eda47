using System.Text.Json;
using Dapper;

namespace Platform.Identity.Tests.Standing;

[Collection(Identity.Name)]
public sealed class GetStandingTests(IdentityFixture identity)
{
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task A_service_reads_who_takes_part_and_what_they_agreed()
    {
        var standing = (await GetAsync()).Json;

        var agencies = standing.GetProperty("agencies").EnumerateArray().ToDictionary(a => a.GetProperty("code").GetString()!, a => a.GetProperty("kind").GetString());
        Assert.Equal(10, agencies.Count);
        Assert.Equal("lead", agencies["iom-libya"]);
        Assert.Equal("receiving-mission", agencies["mission-one"]);

        var teams = standing.GetProperty("teams").EnumerateArray().Select(t => t.GetProperty("code").GetString()!).ToList();
        Assert.Equal(["benghazi", "main", "main", "main", "main", "main", "misrata", "sabha", "tripoli", "zwara"], teams.Order(StringComparer.Ordinal));

        var member = standing.GetProperty("members").EnumerateArray().Single(m => m.GetProperty("name").GetString() == "access-admin-2@iom-libya.demo");
        Assert.Equal("user", member.GetProperty("kind").GetString());
        Assert.Equal("access-admin", Assert.Single(member.GetProperty("roles").EnumerateArray()).GetString());
        Assert.Equal("client", standing.GetProperty("members").EnumerateArray().Single(m => m.GetProperty("name").GetString() == "embassy-one-system").GetProperty("kind").GetString());
        Assert.DoesNotContain(standing.GetProperty("members").EnumerateArray(), m => m.GetProperty("name").GetString() == TestDatabase.Service);

        var agreement = Assert.Single(standing.GetProperty("agreements").EnumerateArray());
        Assert.Equal("libya-protection-referrals", agreement.GetProperty("code").GetString());
        Assert.Equal(6, agreement.GetProperty("agencyIds").GetArrayLength());
        Assert.Equal(new DateOnly(2030, 12, 31), agreement.GetProperty("until").Deserialize<DateOnly>());
        Assert.True(agreement.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Nothing_is_sent_again_until_something_changed()
    {
        var first = await GetAsync();
        var again = await GetAsync(first.Headers.ETag!.ToString());
        Assert.Equal(304, again.Status);
        Assert.Empty(again.Body);

        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update teams set name = 'Sabha hub, moved (demo)' where code = 'sabha'");

        var changed = await GetAsync(first.Headers.ETag!.ToString());
        Assert.Equal(200, changed.Status);
        Assert.Contains("Sabha hub, moved", changed.Body, StringComparison.Ordinal);
        Assert.True(changed.Json.GetProperty("version").GetInt64() > first.Json.GetProperty("version").GetInt64());
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Theory]
    [InlineData("update agencies set name = 'X (demo)' where code = 'embassy-one'")]
    [InlineData("insert into teams values (gen_random_uuid(), (select agency_id from agencies where code = 'mission-one'), 'desk', 'Desk', '{*}')")]
    [InlineData("update users set roles = '{auditor}' where user_name = 'caseworker@unhcr-libya.demo'")]
    [InlineData("update clients set area_codes = '{LY0319}' where client_id = 'unhcr-libya-system'")]
    [InlineData("update agreements set valid_until = '2029-12-31'")]
    [InlineData("update agencies set active = false where code = 'mission-one'")]
    public async Task Every_change_raises_the_version_in_its_own_transaction(string change)
    {
        await using var connection = await identity.Database.OpenAsync();
        var before = await connection.ExecuteScalarAsync<long>("select version from standing");
        await using (var undone = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync(change, transaction: undone);
            Assert.True(await connection.ExecuteScalarAsync<long>("select version from standing", transaction: undone) > before);
            await undone.RollbackAsync();
        }

        Assert.Equal(before, await connection.ExecuteScalarAsync<long>("select version from standing"));
    }

    [Fact]
    public async Task Signing_in_is_no_change()
    {
        var before = await GetAsync();
        await new Browser(server).SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");
        await new Browser(server).PostFormAsync("/sign-in", ("name", "caseworker@iom-libya.demo"), ("password", "wrong-password"));

        Assert.Equal(304, (await GetAsync(before.Headers.ETag!.ToString())).Status);
    }

    [Theory]
    [InlineData("/internal/standing")]
    [InlineData("/internal/not-before")]
    public async Task Only_a_service_may_read_it(string path)
    {
        var nobody = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal((401, "application/problem+json"), (nobody.Status, nobody.ContentType));
        Assert.Equal("urn:platform:problem:unauthenticated", nobody.Json.GetProperty("type").GetString());

        var agency = await server.SendAsync(HttpMethod.Get, path, (await server.ClientTokenAsync("iom-libya")).AccessToken);
        Assert.Equal((403, "application/problem+json"), (agency.Status, agency.ContentType));
    }

    private async Task<Answer> GetAsync(string? ifNoneMatch = null) =>
        await server.SendAsync(HttpMethod.Get, "/internal/standing", (await server.ServiceTokenAsync()).AccessToken, ifNoneMatch);
}
