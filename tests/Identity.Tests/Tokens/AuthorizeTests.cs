namespace Platform.Identity.Tests.Tokens;

public sealed class AuthorizeTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private readonly Browser browser = new(identity.Server);

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "amal-health-system")]
    [InlineData("redirect_uri", "http://evil.test/")]
    [InlineData("response_type", "token")]
    public async Task A_request_without_proof_or_with_a_stranger_s_address_never_reaches_the_sign_in_page(string parameter, string? value)
    {
        var answer = await browser.GetAsync(Browser.AuthorizeUrl((parameter, value)));

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

    [Fact]
    public async Task A_request_for_a_new_sign_in_asks_again_once()
    {
        await browser.SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");

        var away = await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "login")));
        Assert.Contains("/sign-in?returnUrl=", Browser.Location(away), StringComparison.Ordinal);
        var back = await browser.PostFormAsync(Browser.Location(away), ("name", "caseworker@iom-libya.demo"), ("password", "Demo!iom-libya"));

        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(Browser.Location(back))));
    }

    [Fact]
    public async Task Signing_out_ends_the_sign_in()
    {
        await browser.SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya");
        await browser.GetAsync("/connect/logout");

        Assert.Contains("error=login_required", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "none")))), StringComparison.Ordinal);
    }
}
