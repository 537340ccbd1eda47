using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Agencies;

/// <summary>SuspendAgency, ReinstateAgency, SuspendUser, ReinstateUser, SuspendClient, ReinstateClient, GetNotBefore.</summary>
public sealed class SuspensionTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task A_suspended_agency_loses_its_tokens_and_gets_no_new_ones_until_it_is_reinstated()
    {
        var agencyId = NameBasedId.For("agency:amal-health");
        var administrator = await server.AdministratorTokenAsync();
        var system = await server.ClientTokenAsync("amal-health");
        var browser = new Browser(server);
        var person = await browser.SignInForTokensAsync("caseworker@amal-health.demo", "Demo!amal-health");
        var otherBrowser = new Browser(server);
        await otherBrowser.SignInForTokensAsync("focal-point@amal-health.demo", "Demo!amal-health");
        var neighbour = await server.ClientTokenAsync("bayt-shelter");

        Assert.Equal(204, (await SuspendAsync("agencies", agencyId, administrator)).Status);

        Assert.Equal(401, (await ListAsync(system.AccessToken)).Status);
        Assert.Equal(401, (await ListAsync(person.AccessToken)).Status);
        Assert.Equal(200, (await ListAsync(neighbour.AccessToken)).Status);
        Assert.Equal("invalid_client", (await server.ClientTokenAsync("amal-health")).Error);
        Assert.Equal("invalid_grant", (await RefreshAsync(person.RefreshToken)).Error);
        Assert.Contains("/sign-in", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), StringComparison.Ordinal);
        Assert.InRange((await NotBeforeAsync(agencyId))!.Value.ToUnixTimeMilliseconds(), system.Claims.GetProperty("issued_ms").GetInt64() + 1, long.MaxValue);

        Assert.Equal(204, (await SuspendAsync("agencies", agencyId, administrator)).Status);       // again: nothing new
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{agencyId}/suspension", administrator)).Status);

        var fresh = await server.ClientTokenAsync("amal-health");
        Assert.Equal(200, (await ListAsync(fresh.AccessToken)).Status);
        Assert.Equal(401, (await ListAsync(system.AccessToken)).Status);                             // what was issued before stays refused
        Assert.Equal("invalid_grant", (await RefreshAsync(person.RefreshToken)).Error);              // people sign in anew
        Assert.Contains("/sign-in", Browser.Location(await otherBrowser.GetAsync(Browser.AuthorizeUrl())), StringComparison.Ordinal);
        Assert.Contains("/sign-in", Browser.Location(await otherBrowser.GetAsync(Browser.AuthorizeUrl())), StringComparison.Ordinal);
        Assert.Equal(200, (await new Browser(server).SignInForTokensAsync("caseworker@amal-health.demo", "Demo!amal-health")).Status);
    }

    [Fact]
    public async Task A_suspended_person_loses_tokens_and_refresh_and_their_colleague_does_not()
    {
        var userId = NameBasedId.For("user:caseworker@rihla-legal.demo");
        var administrator = await server.AdministratorTokenAsync();
        var browser = new Browser(server);
        var person = await browser.SignInForTokensAsync("caseworker@rihla-legal.demo", "Demo!rihla-legal");
        var colleague = await new Browser(server).SignInForTokensAsync("supervisor@rihla-legal.demo", "Demo!rihla-legal");

        Assert.Equal(204, (await SuspendAsync("users", userId, administrator)).Status);

        Assert.Equal(401, (await ListAsync(person.AccessToken)).Status);
        Assert.Equal("invalid_grant", (await RefreshAsync(person.RefreshToken)).Error);
        Assert.Equal(200, (await ListAsync(colleague.AccessToken)).Status);
        Assert.NotNull(await NotBeforeAsync(userId));

        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/users/{userId}/suspension", administrator)).Status);
        Assert.Equal("invalid_grant", (await RefreshAsync(person.RefreshToken)).Error);
        Assert.Contains("/sign-in", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), StringComparison.Ordinal);
        var again = await new Browser(server).SignInForTokensAsync("caseworker@rihla-legal.demo", "Demo!rihla-legal");
        Assert.Equal(200, (await ListAsync(again.AccessToken)).Status);
    }

    [Fact]
    public async Task A_suspended_client_loses_its_tokens_and_its_agency_s_people_do_not()
    {
        var clientId = NameBasedId.For("client:unicef-libya-system");
        var administrator = await server.AdministratorTokenAsync();
        var system = await server.ClientTokenAsync("unicef-libya");
        var person = await new Browser(server).SignInForTokensAsync("caseworker@unicef-libya.demo", "Demo!unicef-libya");

        Assert.Equal(204, (await SuspendAsync("clients", clientId, administrator)).Status);

        Assert.Equal(401, (await ListAsync(system.AccessToken)).Status);
        Assert.Equal("invalid_client", (await server.ClientTokenAsync("unicef-libya")).Error);
        Assert.Equal(200, (await ListAsync(person.AccessToken)).Status);

        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/clients/{clientId}/suspension", administrator)).Status);
        Assert.Equal(200, (await server.ClientTokenAsync("unicef-libya")).Status);
    }

    [Fact]
    public async Task Only_an_access_administrator_of_the_lead_suspends_and_never_themselves_or_the_lead()
    {
        var target = $"/api/agencies/{NameBasedId.For("agency:bayt-shelter")}/suspension";
        var administrator = await server.AdministratorTokenAsync();

        Assert.Equal(401, (await server.SendAsync(HttpMethod.Post, target)).Status);
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Post, target, (await server.ClientTokenAsync("iom-libya")).AccessToken)).Status);
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Post, target, (await server.ServiceTokenAsync()).AccessToken)).Status);
        Assert.Equal(403, (await SuspendAsync("agencies", NameBasedId.For("agency:iom-libya"), administrator)).Status);
        Assert.Equal(403, (await SuspendAsync("users", NameBasedId.For("user:access-admin@iom-libya.demo"), administrator)).Status);
        Assert.Equal(403, (await ReinstateAsync("agencies", NameBasedId.For("agency:iom-libya"), administrator)).Status);
        Assert.Equal(403, (await ReinstateAsync("users", NameBasedId.For("user:access-admin@iom-libya.demo"), administrator)).Status);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update clients set roles = roles || '{access-admin}' where client_id = 'iom-libya-system'");
        var system = (await server.ClientTokenAsync("iom-libya")).AccessToken;
        Assert.Equal(403, (await SuspendAsync("clients", NameBasedId.For("client:iom-libya-system"), system)).Status);
        Assert.Equal(403, (await ReinstateAsync("clients", NameBasedId.For("client:iom-libya-system"), system)).Status);
        await connection.ExecuteAsync("update clients set roles = array_remove(roles, 'access-admin') where client_id = 'iom-libya-system'");
        Assert.Equal(200, (await server.ClientTokenAsync("bayt-shelter")).Status);
    }

    [Theory]
    [InlineData("agencies")]
    [InlineData("users")]
    [InlineData("clients")]
    public async Task Without_a_key_a_suspension_is_refused_and_nothing_is_done(string what)
    {
        var id = what switch
        {
            "agencies" => NameBasedId.For("agency:mission-one"),
            "users" => NameBasedId.For("user:reception-officer@mission-one.demo"),
            _ => NameBasedId.For("client:mission-one-system"),
        };

        var refused = await server.SendAsync(HttpMethod.Post, $"/api/{what}/{id}/suspension", await server.AdministratorTokenAsync(), key: null);

        Assert.Equal((400, "urn:platform:problem:idempotency-key-required"), (refused.Status, refused.Json.GetProperty("type").GetString()));
        Assert.Equal(200, (await server.ClientTokenAsync("mission-one")).Status);
        Assert.Null(await NotBeforeAsync(id));
    }

    [Fact]
    public async Task Who_suspended_whom_is_in_the_sealed_audit()
    {
        var clientId = NameBasedId.For("client:embassy-one-system");
        var administrator = NameBasedId.For("user:access-admin@iom-libya.demo");
        Assert.Equal(204, (await SuspendAsync("clients", clientId, await server.AdministratorTokenAsync())).Status);
        Assert.Equal(403, (await SuspendAsync("clients", clientId, (await server.ClientTokenAsync("iom-libya")).AccessToken)).Status);

        await using var connection = await identity.Database.OpenAsync();
        var entries = (await connection.QueryAsync<(Guid Caller, string Outcome)>(
            "select caller, outcome from access.audit where @clientId = any (records) order by entry", new { clientId })).AsList();
        Assert.Equal([(administrator, "allowed"), (NameBasedId.For("client:iom-libya-system"), "forbidden")], entries.Where(entry => entry.Caller != Guid.Empty));
        await Eventually.TrueAsync(async () => await connection.ExecuteScalarAsync<bool>(
            "select exists (select 1 from access.audit_seals s join access.audit a on a.xid > s.from_xid and a.xid <= s.to_xid where @clientId = any (a.records))", new { clientId }), "sealed");
    }

    [Theory]
    [InlineData("agencies")]
    [InlineData("users")]
    [InlineData("clients")]
    public async Task What_is_not_there_is_404_with_nothing_but_the_fixed_text(string what)
    {
        var administrator = await server.AdministratorTokenAsync();
        var one = await SuspendAsync(what, Guid.NewGuid(), administrator);
        var other = await SuspendAsync(what, Guid.NewGuid(), administrator);

        Assert.Equal((404, "application/problem+json"), (one.Status, one.ContentType));
        Assert.Equal("urn:platform:problem:not-found", one.Json.GetProperty("type").GetString());
        Assert.Equal(one.Body, other.Body);
        var reinstated = await ReinstateAsync(what, Guid.NewGuid(), administrator);
        Assert.Equal((404, one.Body), (reinstated.Status, reinstated.Body));
    }

    [Fact]
    public async Task A_service_of_the_platform_cannot_be_suspended_like_an_agency_s_client() =>
        Assert.Equal(404, (await SuspendAsync("clients", NameBasedId.For($"client:{TestDatabase.Service}"), await server.AdministratorTokenAsync())).Status);

    [Fact]
    public async Task No_token_survives_a_suspension_that_came_while_it_was_being_issued()
    {
        var agencyId = NameBasedId.For("agency:unhcr-libya");
        var administrator = await server.AdministratorTokenAsync();

        for (var round = 0; round < 5; round++)
        {
            var issuing = Enumerable.Range(0, 12).Select(_ => server.ClientTokenAsync("unhcr-libya")).ToList();
            var suspending = SuspendAsync("agencies", agencyId, administrator);
            var issued = (await Task.WhenAll(issuing)).Where(answer => answer.Status == 200).ToList();
            Assert.Equal(204, (await suspending).Status);

            foreach (var token in issued) Assert.Equal(401, (await ListAsync(token.AccessToken)).Status);
            Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{agencyId}/suspension", administrator)).Status);
        }
    }

    private Task<Answer> SuspendAsync(string what, Guid id, string token) => server.SendAsync(HttpMethod.Post, $"/api/{what}/{id}/suspension", token);

    private Task<Answer> ReinstateAsync(string what, Guid id, string token) => server.SendAsync(HttpMethod.Delete, $"/api/{what}/{id}/suspension", token);

    private Task<Answer> ListAsync(string token) => server.SendAsync(HttpMethod.Get, "/api/teams", token);

    private Task<Answer> RefreshAsync(string token) =>
        server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", token));

    private async Task<DateTimeOffset?> NotBeforeAsync(Guid subject)
    {
        var list = await server.SendAsync(HttpMethod.Get, "/internal/not-before", (await server.ServiceTokenAsync()).AccessToken);
        return list.Json.GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("subject").GetGuid() == subject)
            .Select(entry => (DateTimeOffset?)entry.GetProperty("instant").GetDateTimeOffset()).SingleOrDefault();
    }
}
