namespace Platform.Identity.Tests.Tokens;

/// <summary>What a token is for stays what it is for: asking for more, elsewhere or by another name gets no more.</summary>
[Collection(Identity.Name)]
public sealed class NarrowTokensTests(IdentityFixture identity)
{
    private readonly IdentityServer server = identity.Server;

    [Theory]
    [InlineData("offline_access")]
    [InlineData("openid")]
    [InlineData("openid offline_access platform")]
    public async Task A_system_gets_no_person_s_session(string scope)
    {
        var answer = await AskAsync(("scope", scope));

        Assert.False(answer.Json.TryGetProperty("refresh_token", out _), answer.Body);
        Assert.False(answer.Json.TryGetProperty("id_token", out _), answer.Body);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    /// <summary>What a request says of its own rights is read by nobody.</summary>
    [Theory]
    [InlineData("resource", "https://elsewhere.example/")]
    [InlineData("audience", "another-api")]
    [InlineData("role", "access-admin")]
    [InlineData("agency", "iom-libya")]
    [InlineData("agency_kind", "lead")]
    [InlineData("sub", "access-admin@iom-libya.demo")]
    [InlineData("claims", """{"access_token":{"role":{"value":"access-admin"}}}""")]
    [InlineData("acr_values", "lead")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.")]
    public async Task A_parameter_more_gives_no_right_more(string field, string value)
    {
        var usual = (await AskAsync()).Claims;

        var answer = await AskAsync((field, value));

        if (answer.Status != 200)
        {
            Assert.Equal(400, answer.Status);
            return;
        }

        foreach (var claim in (string[])["sub", "aud", "scope", "role", "agency", "agency_code", "agency_kind", "team", "area", "client_id"])
            Assert.Equal(usual.GetProperty(claim).GetRawText(), answer.Claims.GetProperty(claim).GetRawText());
    }

    /// <summary>A token opens the API and no page: a person's sign-in begins with their password, whoever's token is at hand.</summary>
    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/sign-in/authenticator")]
    public async Task With_a_token_nobody_is_signed_in(string page)
    {
        foreach (var token in new[] { (await server.ClientTokenAsync("amal-health")).AccessToken, await server.AdministratorTokenAsync() })
        {
            var answer = await server.SendAsync(HttpMethod.Get, page == "/connect/authorize" ? Browser.AuthorizeUrl(("prompt", "none")) : page, token);

            Assert.Equal(302, answer.Status);
            Assert.Contains(page == "/connect/authorize" ? "error=login_required" : "/sign-in", Browser.Location(answer), StringComparison.Ordinal);
            Assert.DoesNotContain(".Identity.", string.Join(' ', answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_refresh_gives_no_scope_more()
    {
        var given = await new Browser(server).SignInForTokensAsync("caseworker@unicef-libya.demo", "Demo!unicef-libya");

        var more = await server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", given.RefreshToken), ("scope", "openid offline_access everything"));
        Assert.InRange(more.Status, 400, 401);
        Assert.False(more.Json.TryGetProperty("access_token", out _));
    }

    /// <summary>An access token is no code, no refresh token and no assertion.</summary>
    [Theory]
    [InlineData("authorization_code", "code")]
    [InlineData("refresh_token", "refresh_token")]
    [InlineData("password", "password")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange", "subject_token")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code", "device_code")]
    public async Task A_token_is_exchanged_for_no_other(string grant, string field)
    {
        var token = (await server.ClientTokenAsync("amal-health")).AccessToken;

        foreach (var client in new[] { new[] { ("client_id", "portal") }, [("client_id", "amal-health-system"), ("client_secret", "dev-amal-health")] })
        {
            var answer = await server.TokenAsync([("grant_type", grant), (field, token), ("redirect_uri", Browser.RedirectUri), ("code_verifier", Browser.Verifier), .. client]);

            Assert.InRange(answer.Status, 400, 401);
            Assert.False(answer.Json.TryGetProperty("access_token", out _), answer.Body);
        }
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_who_it_was_given_to_alone()
    {
        var given = await new Browser(server).SignInForTokensAsync("caseworker@rihla-legal.demo", "Demo!rihla-legal");
        var answer = await server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "amal-health-system"), ("client_secret", "dev-amal-health"), ("refresh_token", given.RefreshToken));

        Assert.InRange(answer.Status, 400, 401);
        Assert.False(answer.Json.TryGetProperty("access_token", out _), answer.Body);
    }

    private Task<Answer> AskAsync(params (string, string)[] more) =>
        server.TokenAsync([("grant_type", "client_credentials"), ("client_id", "amal-health-system"), ("client_secret", "dev-amal-health"), .. more]);
}
