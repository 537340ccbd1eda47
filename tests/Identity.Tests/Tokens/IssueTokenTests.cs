using System.Text.Json;
using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Tokens;

[Collection(Identity.Name)]
public sealed class IssueTokenTests(IdentityFixture identity)
{
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task A_system_gets_a_signed_token_for_ten_minutes_with_its_agency_roles_teams_and_areas()
    {
        var answer = await server.ClientTokenAsync("amal-health");

        Assert.Equal(200, answer.Status);
        Assert.Equal(600, answer.Json.GetProperty("expires_in").GetInt32(), tolerance: 1);
        var header = Answer.Part(answer.AccessToken, 0);
        Assert.Equal("at+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("RS256", header.GetProperty("alg").GetString());

        var claims = answer.Claims;
        Assert.Equal("http://localhost:8080/", claims.GetProperty("iss").GetString());
        Assert.Equal("platform-api", claims.GetProperty("aud").GetString());
        Assert.Equal("platform", claims.GetProperty("scope").GetString());
        Assert.Equal(NameBasedId.For("client:amal-health-system").ToString(), claims.GetProperty("sub").GetString());
        Assert.Equal("amal-health-system", claims.GetProperty("client_id").GetString());
        Assert.Equal("92762e91-bf6e-554c-ad46-d118a7459e14", claims.GetProperty("agency").GetString());      // uuid5(DNS, "agency:amal-health")
        Assert.Equal("amal-health", claims.GetProperty("agency_code").GetString());
        Assert.Equal("ngo", claims.GetProperty("agency_kind").GetString());
        Assert.Equal(["caseworker", "focal-point"], Strings(claims, "role"));
        Assert.Equal([NameBasedId.For("team:amal-health/main").ToString()], Strings(claims, "team"));
        Assert.Equal(["*"], Strings(claims, "area"));
        Assert.InRange(claims.GetProperty("issued_ms").GetInt64() / 1000 - claims.GetProperty("iat").GetInt64(), -1, 1);
    }

    [Fact]
    public async Task A_service_of_the_platform_gets_the_role_service_and_no_agency()
    {
        var claims = (await server.ServiceTokenAsync()).Claims;

        Assert.Equal(["service"], Strings(claims, "role"));
        Assert.False(claims.TryGetProperty("agency", out _));
    }

    [Theory]
    [InlineData("client_secret", "dev-bayt-shelter")]
    [InlineData("client_secret", "")]
    [InlineData("client_id", "nobody-system")]
    [InlineData("client_id", "portal")]
    public async Task A_wrong_secret_or_client_gets_no_token(string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "amal-health-system",
            ["client_secret"] = "dev-amal-health",
            [field] = value,
        };
        var answer = await server.TokenAsync([.. fields.Select(f => (f.Key, f.Value))]);

        Assert.InRange(answer.Status, 400, 401);
        Assert.False(answer.Json.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task An_unknown_scope_is_refused() => Assert.Equal("invalid_scope", (await server.TokenAsync(
        ("grant_type", "client_credentials"), ("client_id", "amal-health-system"), ("client_secret", "dev-amal-health"), ("scope", "everything"))).Error);

    [Fact]
    public async Task The_secret_is_stored_as_its_hash()
    {
        await using var connection = await identity.Database.OpenAsync();
        var stored = await connection.ExecuteScalarAsync<string>("select client_secret from clients where client_id = 'amal-health-system'");

        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("dev-amal-health"u8)), stored);
    }

    [Fact]
    public async Task A_person_signs_in_with_code_and_verifier_and_gets_their_own_claims()
    {
        var answer = await new Browser(server).SignInForTokensAsync("focal-point@bayt-shelter.demo", "Demo!bayt-shelter");

        Assert.Equal(200, answer.Status);
        Assert.Equal(NameBasedId.For("user:focal-point@bayt-shelter.demo").ToString(), answer.Claims.GetProperty("sub").GetString());
        Assert.Equal("portal", answer.Claims.GetProperty("client_id").GetString());
        Assert.Equal(["focal-point"], Strings(answer.Claims, "role"));
        Assert.Contains("platform", answer.Claims.GetProperty("scope").GetString()!.Split(' '));
        Assert.Equal("focal-point@bayt-shelter.demo",
            Answer.Part(answer.Json.GetProperty("id_token").GetString()!, 1).GetProperty("preferred_username").GetString());
    }

    [Fact]
    public async Task A_code_works_only_once_and_only_with_its_verifier()
    {
        var browser = new Browser(server);
        await browser.SignInForTokensAsync("caseworker@bayt-shelter.demo", "Demo!bayt-shelter");
        var code = Browser.CodeOf(await browser.GetAsync(Browser.AuthorizeUrl()));

        var wrongVerifier = await server.TokenAsync(("grant_type", "authorization_code"), ("client_id", "portal"), ("code", code),
            ("redirect_uri", Browser.RedirectUri), ("code_verifier", new string('w', 64)));
        Assert.Equal("invalid_grant", wrongVerifier.Error);

        var first = await browser.ExchangeAsync(Browser.CodeOf(await browser.GetAsync(Browser.AuthorizeUrl())));
        Assert.Equal(200, first.Status);
        code = Browser.CodeOf(await browser.GetAsync(Browser.AuthorizeUrl()));
        Assert.Equal(200, (await browser.ExchangeAsync(code)).Status);
        Assert.Equal("invalid_grant", (await browser.ExchangeAsync(code)).Error);
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_at_each_use_and_one_that_comes_again_ends_the_chain()
    {
        var first = await new Browser(server).SignInForTokensAsync("supervisor@bayt-shelter.demo", "Demo!bayt-shelter");
        var second = await RefreshAsync(first.RefreshToken);
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        var third = await RefreshAsync(second.RefreshToken);
        Assert.Equal(200, third.Status);

        Assert.Equal("invalid_grant", (await RefreshAsync(first.RefreshToken)).Error);      // replayed
        Assert.Equal("invalid_grant", (await RefreshAsync(third.RefreshToken)).Error);      // and with it the one in use
    }

    [Fact]
    public async Task A_refresh_gives_the_roles_of_now_not_those_of_the_sign_in()
    {
        var before = await new Browser(server).SignInForTokensAsync("coordinator@bayt-shelter.demo", "Demo!bayt-shelter");
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set roles = '{statistics}' where user_name = 'coordinator@bayt-shelter.demo'");

        var after = await RefreshAsync(before.RefreshToken);

        Assert.Equal(["statistics"], Strings(after.Claims, "role"));
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", before.AccessToken)).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", after.AccessToken)).Status);
    }

    private Task<Answer> RefreshAsync(string token) =>
        server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", token));

    private static string[] Strings(JsonElement claims, string name) => [.. claims.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
}
