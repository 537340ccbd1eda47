using Dapper;

namespace Platform.Identity.Tests.Tokens;

[Collection(Identity.Name)]
public sealed class AuthorizeTests(IdentityFixture identity)
{
    private readonly Browser browser = new(identity.Server);

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "amal-health-system")]
    [InlineData("redirect_uri", "http://evil.test/")]
    [InlineData("redirect_uri", "http://portal.test/signin-oidc/../else")]
    [InlineData("redirect_uri", "http://portal.test/signin-oidc?next=http://evil.test/")]
    [InlineData("redirect_uri", "http://portal.test@evil.test/signin-oidc")]
    [InlineData("redirect_uri", "http://portal.test.evil.test/signin-oidc")]
    [InlineData("response_type", "token")]
    public async Task A_request_without_proof_or_with_a_stranger_s_address_never_reaches_the_sign_in_page(string parameter, string? value)
    {
        var answer = await browser.GetAsync(parameter == "code_challenge"
            ? Browser.AuthorizeUrl((parameter, value), ("code_challenge_method", value))
            : Browser.AuthorizeUrl((parameter, value)));

        Assert.False(answer.Status == 302 && Browser.Location(answer).Contains("/sign-in", StringComparison.Ordinal));
        if (parameter == "redirect_uri") Assert.Equal(400, answer.Status);
        if (answer.Status == 302) Assert.Contains("error=", Browser.Location(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_the_sign_in_page_and_comes_back_with_code_and_state()
    {
        var away = await browser.GetAsync(Browser.AuthorizeUrl());
        Assert.Contains("/sign-in?returnUrl=", Browser.Location(away), StringComparison.Ordinal);

        var back = await browser.PostFormAsync(Browser.Location(away), ("name", "caseworker@iom-libya.demo"), ("password", "Demo!iom-libya"));
        var atPortal = await browser.GetAsync(Browser.Location(back));

        Assert.NotEmpty(Browser.CodeOf(atPortal));
        Assert.Contains("state=the-state", Browser.Location(atPortal), StringComparison.Ordinal);
        Assert.Contains("iss=http%3A%2F%2Flocalhost%3A8080%2F", Browser.Location(atPortal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_silent_request_without_a_sign_in_is_told_so() =>
        Assert.Contains("error=login_required", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "none")))), StringComparison.Ordinal);

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_request_for_a_new_sign_in_asks_again_once(string parameter, string value)
    {
        await browser.SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");

        var away = await browser.GetAsync(Browser.AuthorizeUrl((parameter, value)));
        Assert.Contains("/sign-in?returnUrl=", Browser.Location(away), StringComparison.Ordinal);
        var back = await browser.PostFormAsync(Browser.Location(away), ("name", "caseworker@iom-libya.demo"), ("password", "Demo!iom-libya"));

        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(Browser.Location(back))));
    }

    [Theory]
    [InlineData("users", "user_name = 'supervisor@unicef-libya.demo'")]
    [InlineData("agencies", "code = 'unicef-libya'")]
    [InlineData("clients", "client_id = 'portal'")]
    public async Task Who_may_no_longer_have_a_token_is_denied_a_code_and_a_token_for_an_earlier_one(string table, string which)
    {
        await browser.SignInForTokensAsync("supervisor@unicef-libya.demo", "Demo!unicef-libya");
        var code = Browser.CodeOf(await browser.GetAsync(Browser.AuthorizeUrl()));
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync($"update {table} set active = false where {which}");
        try
        {
            Assert.Contains(table == "clients" ? "invalid_client" : "invalid_grant", (await browser.ExchangeAsync(code)).Error, StringComparison.Ordinal);
            Assert.Contains("error=access_denied", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), StringComparison.Ordinal);
        }
        finally
        {
            await connection.ExecuteAsync($"update {table} set active = true where {which}");
        }
    }

    [Theory]
    [InlineData("http://evil.test/")]
    [InlineData("http://portal.test.evil.test/")]
    [InlineData("//evil.test/")]
    public async Task Signing_out_leads_to_no_stranger_s_address(string address)
    {
        var answer = await browser.GetAsync($"/connect/logout?client_id=portal&post_logout_redirect_uri={Uri.EscapeDataString(address)}");

        Assert.DoesNotContain("evil", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_sign_in()
    {
        await browser.SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");
        await browser.GetAsync("/connect/logout");

        Assert.Contains("error=login_required", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "none")))), StringComparison.Ordinal);
    }
}
