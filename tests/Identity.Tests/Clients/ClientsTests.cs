using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Clients;

/// <summary>RegisterClient, RotateSecret, ListClients.</summary>
public sealed class ClientsTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private static readonly Guid Amal = NameBasedId.For("agency:amal-health");
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task The_secret_is_shown_once_and_not_by_a_repeat_nor_a_list()
    {
        var (admin, key) = (await server.AdministratorTokenAsync(), Guid.NewGuid().ToString());
        var made = await RegisterAsync(admin, "amal-health-second", key);
        var secret = made.Json.GetProperty("secret").GetString()!;

        Assert.Equal(201, made.Status);
        Assert.Equal(200, (await TokenAsync("amal-health-second", secret)).Status);
        var repeated = await RegisterAsync(admin, "amal-health-second", key);
        Assert.Equal(201, repeated.Status);
        Assert.DoesNotContain("secret\"", repeated.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await server.SendAsync(HttpMethod.Get, $"/api/clients?agency={Amal}", admin)).Body, StringComparison.Ordinal);
        await using var connection = await identity.Database.OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from clients where client_secret like '%' || @secret || '%'", new { secret }));
    }

    [Fact]
    public async Task The_secret_before_goes_on_for_the_overlap_and_no_longer()
    {
        var admin = await server.AdministratorTokenAsync();
        var made = await RegisterAsync(admin, "amal-health-rotates");
        var (id, old) = (made.Json.GetProperty("id").GetGuid(), made.Json.GetProperty("secret").GetString()!);

        var before = (await TokenAsync("amal-health-rotates", old)).AccessToken;
        var rotated = await RotateAsync(admin, id, 24);
        var fresh = rotated.Json.GetProperty("secret").GetString()!;
        Assert.Equal(200, rotated.Status);
        Assert.InRange(rotated.Json.GetProperty("previousSecretUntil").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));
        Assert.Equal(200, (await TokenAsync("amal-health-rotates", old)).Status);
        Assert.Equal(200, (await TokenAsync("amal-health-rotates", fresh)).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", before)).Status);   // nothing leaked: its tokens go on

        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update clients set previous_secret_until = now() - interval '1 second', concurrency_token = gen_random_uuid()::text where id = @id", new { id });
        Assert.Equal("invalid_client", (await TokenAsync("amal-health-rotates", old)).Error);
        Assert.Equal(200, (await TokenAsync("amal-health-rotates", fresh)).Status);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from access.audit where outcome = 'secret-after-rotation' and caller = @id and agency = @Amal", new { id, Amal }));
    }

    [Fact]
    public async Task A_secret_that_leaked_ends_at_once_and_with_it_the_tokens_that_were_asked_for_with_it()
    {
        var admin = await server.AdministratorTokenAsync();
        var made = await RegisterAsync(admin, "amal-health-leaked");
        var thief = (await TokenAsync("amal-health-leaked", made.Json.GetProperty("secret").GetString()!)).AccessToken;
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", thief)).Status);

        var rotated = await RotateAsync(admin, made.Json.GetProperty("id").GetGuid(), 0);

        Assert.Equal("invalid_client", (await TokenAsync("amal-health-leaked", made.Json.GetProperty("secret").GetString()!)).Error);
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", thief)).Status);
        var fresh = await TokenAsync("amal-health-leaked", rotated.Json.GetProperty("secret").GetString()!);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", fresh.AccessToken)).Status);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(73)]
    [InlineData(null)]
    public async Task An_overlap_is_0_to_72_hours(int? hours)
    {
        var refused = await RotateAsync(await server.AdministratorTokenAsync(), NameBasedId.For("client:amal-health-system"), hours);

        Assert.Equal((400, "$.overlapHours"), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task Who_signed_in_long_ago_signs_in_again_first()
    {
        var browser = new Browser(server);
        var token = await browser.SignInForTokensAsync("access-admin-2@iom-libya.demo", "Demo!iom-libya");
        Assert.Equal(200, (await RotateAsync(token.AccessToken, NameBasedId.For("client:rihla-legal-system"), 72)).Status);

        var id = (await RegisterAsync(token.AccessToken, "amal-health-later")).Json.GetProperty("id").GetGuid();
        await using var later = new IdentityServer(identity.Database, ahead: TimeSpan.FromMinutes(16));
        var refreshed = await later.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", token.RefreshToken));
        Assert.Equal(token.Claims.GetProperty("auth_time").GetInt64(), refreshed.Claims.GetProperty("auth_time").GetInt64());   // a refresh is no sign-in
        var refused = await later.SendAsync(HttpMethod.Post, $"/api/clients/{id}/secrets", refreshed.AccessToken, body: new { overlapHours = 72 });

        Assert.Equal((403, "urn:platform:problem:sign-in-too-old"), (refused.Status, refused.Json.GetProperty("type").GetString()));
        var again = await new Browser(later).SignInForTokensAsync("access-admin-2@iom-libya.demo", "Demo!iom-libya");
        Assert.Equal(200, (await later.SendAsync(HttpMethod.Post, $"/api/clients/{id}/secrets", again.AccessToken, body: new { overlapHours = 72 })).Status);
        await using var connection = await identity.Database.OpenAsync();
        Assert.Equal(["sign-in-too-old", "allowed"], await connection.QueryAsync<string>("select outcome from access.audit where action like '%/secrets' and @id = any (records) order by entry", new { id }));
    }

    [Theory]
    [InlineData("$.clientId", "bayt-shelter-system2", "caseworker")]        // another agency's name
    [InlineData("$.clientId", "amal-health-service", "caseworker")]         // a service's
    [InlineData("$.roles[0]", "amal-health-x", "access-admin")]             // a system administers nothing
    [InlineData("$.roles[0]", "amal-health-x", "authority-officer")]
    public async Task What_is_wrong_in_it_is_named(string path, string clientId, string role)
    {
        var refused = await server.SendAsync(HttpMethod.Post, "/api/clients", await server.AdministratorTokenAsync(), body: Client(clientId, role));

        Assert.Equal((400, path), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task The_platform_s_own_clients_are_nobody_s_to_rotate() =>
        Assert.Equal(404, (await RotateAsync(await server.AdministratorTokenAsync(), NameBasedId.For($"client:{TestDatabase.Service}"), 0)).Status);

    private static object Client(string clientId, string role) => new { agencyId = Amal, clientId, roles = (string[])[role], teamIds = (Guid[])[], areaCodes = (string[])["*"] };

    private Task<Answer> RegisterAsync(string token, string clientId, string key = "new") => server.SendAsync(HttpMethod.Post, "/api/clients", token, body: Client(clientId, "caseworker"), key: key);

    private Task<Answer> RotateAsync(string token, Guid id, int? overlapHours) => server.SendAsync(HttpMethod.Post, $"/api/clients/{id}/secrets", token, body: new { overlapHours });

    private Task<Answer> TokenAsync(string clientId, string secret) => server.TokenAsync(("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret));
}
