using Platform.Identity.Tests;

namespace Platform.Gateway.Tests;

/// <summary>A gateway before a real identity with the demo agencies; the services behind it are the tests' own.</summary>
public sealed class RealIdentity : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public IdentityServer Server { get; private set; } = null!;

    public Backend Behind { get; private set; } = null!;

    public GatewayServer Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Server = new IdentityServer(Database);
        Behind = await Backend.StartAsync();
        Gateway = new GatewayServer(Server.Address.AbsoluteUri, Behind.Address, Behind.Address, Behind.Address, ("Identity:ClientId", TestDatabase.Service), ("Identity:ClientSecret", TestDatabase.ServiceSecret));
        await Gateway.UntilTokensAreJudgedAsync();
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Behind.DisposeAsync();
        await Server.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A client's token, asked for through the door.</summary>
    public async Task<string> TokenAsync(string client, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret });
        var answer = await Gateway.SendAsync(HttpMethod.Post, "/connect/token", null, form);
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    public Task<string> TokenOfAsync(string agency) => TokenAsync($"{agency}-system", $"dev-{agency}");
}

public sealed class RealIdentityTests(RealIdentity platform) : IClassFixture<RealIdentity>
{
    [Fact]
    public async Task A_partners_system_gets_a_token_at_the_door_and_is_let_in_with_it()
    {
        var token = await platform.TokenOfAsync("amal-health");

        Assert.Equal(200, (await platform.Gateway.GetAsync("/api/people", token)).Status);
        Assert.Equal("Bearer " + token, platform.Behind.Last.Headers["Authorization"]);
        var agencies = await platform.Gateway.GetAsync("/api/agencies", token);
        Assert.Equal(200, agencies.Status);
        Assert.Contains("bayt-shelter", agencies.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", agencies.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var parts = (await platform.TokenOfAsync("amal-health")).Split('.');
        var claims = System.Text.Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(parts[1]));
        parts[1] = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(claims.Replace("amal-health", "iom-libya", StringComparison.Ordinal));

        (await platform.Gateway.GetAsync("/api/people", string.Join('.', parts))).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_of_a_process_is_refused_at_the_door() =>
        (await platform.Gateway.GetAsync("/api/people", await platform.TokenAsync(TestDatabase.Service, TestDatabase.ServiceSecret))).IsProblem(403, "forbidden");

    [Fact]
    public async Task Discovery_shows_the_public_issuer_and_endpoints_at_the_door()
    {
        var discovery = (await platform.Gateway.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal(Issuer.Name, discovery.GetProperty("issuer").GetString());
        Assert.Equal(new Uri(platform.Gateway.Address, "connect/token").AbsoluteUri, discovery.GetProperty("token_endpoint").GetString());
        var keys = await platform.Gateway.GetAsync(new Uri(discovery.GetProperty("jwks_uri").GetString()!).AbsolutePath);
        Assert.NotEmpty(keys.Json.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task Signing_in_goes_by_the_door_and_the_page_keeps_its_own_policy()
    {
        var authorize = await platform.Gateway.GetAsync(Browser.AuthorizeUrl());
        Assert.Equal(302, authorize.Status);
        var signIn = new Uri(platform.Gateway.Address, authorize.Headers.Location!);
        Assert.Equal((platform.Gateway.Address.Authority, "/sign-in"), (signIn.Authority, signIn.AbsolutePath));

        var page = await platform.Gateway.GetAsync(signIn.PathAndQuery);

        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));
        Assert.Matches("^default-src 'none'; style-src 'nonce-[^']+'", page.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_suspended_agencys_tokens_end_at_the_door_too()
    {
        var token = await platform.TokenOfAsync("rihla-legal");
        Assert.Equal(200, (await platform.Gateway.GetAsync("/api/people", token)).Status);
        var agency = (await platform.Gateway.GetAsync("/api/agencies", token)).Json.GetProperty("items").EnumerateArray()
            .Single(found => found.GetProperty("code").GetString() == "rihla-legal").GetProperty("agencyId").GetString();

        var suspended = await platform.Gateway.SendAsync(HttpMethod.Post, $"/api/agencies/{agency}/suspension", await platform.Server.AdministratorTokenAsync(), headers: ("Idempotency-Key", Guid.NewGuid().ToString()));

        Assert.Equal(204, suspended.Status);
        await Eventually.TrueAsync(async () => (await platform.Gateway.GetAsync("/api/people", token)).Status == 401, "the token has ended");
    }

    [Fact]
    public async Task Identitys_public_calls_are_described_and_those_inside_are_not()
    {
        var description = await platform.Gateway.GetAsync("/docs/openapi/identity.json");

        Assert.Equal(200, description.Status);
        var paths = description.Json.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        Assert.Contains("/api/agencies", paths);
        Assert.Contains("/connect/token", paths);
        Assert.DoesNotContain(paths, path => path.Contains("internal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_behind_the_door_is_ready() =>
        await Eventually.TrueAsync(async () => (await platform.Gateway.GetAsync("/health/ready")).Status == 200, "all is ready");
}
