using System.Text.RegularExpressions;
using Dapper;

namespace Platform.Identity.Tests.SignIn;

/// <summary>Authenticator page, and who is sent to it: an agency or a role asks for a second factor.</summary>
public sealed partial class AuthenticatorTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private readonly IdentityServer server = identity.Server;

    [Theory]
    [InlineData("totp_required = true", "caseworker@amal-health.demo", "Demo!amal-health")]
    [InlineData("totp_roles = '{supervisor}'", "supervisor@bayt-shelter.demo", "Demo!bayt-shelter")]
    public async Task Whose_agency_or_role_asks_for_it_registers_an_app_before_anything_else(string asks, string name, string password)
    {
        var before = await new Browser(server).SignInForTokensAsync(name, password);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync($"update agencies set {asks} where agency_id = (select agency_id from users where user_name = @name)", new { name });
        Assert.Equal("invalid_grant", (await server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", before.RefreshToken))).Error);

        var browser = new Browser(server);
        var form = Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl()));
        var atAuthorize = Browser.Location(await browser.PostFormAsync(form, ("name", name), ("password", password)));
        var toRegister = Browser.Location(await browser.GetAsync(atAuthorize));
        Assert.StartsWith("/sign-in/authenticator", toRegister, StringComparison.Ordinal);
        Assert.Contains("error=interaction_required", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "none")))), StringComparison.Ordinal);

        var secret = Secret().Match((await browser.GetAsync(toRegister)).Body).Groups["secret"].Value;
        Assert.Equal(400, (await browser.PostFormAsync(toRegister, ("code", "000000"))).Status);
        var registered = await browser.PostFormAsync(toRegister, ("code", Totp.Code(secret)));
        Assert.Equal(302, registered.Status);
        var token = await browser.ExchangeAsync(Browser.CodeOf(await browser.GetAsync(Browser.Location(registered))));
        Assert.Equal(200, token.Status);
        Assert.Equal(200, (await server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", token.RefreshToken))).Status);
        Assert.Equal(302, (await browser.GetAsync(toRegister)).Status);   // the secret is shown to nobody again

        var next = new Browser(server);
        var afterPassword = await next.PostFormAsync(Browser.Location(await next.GetAsync(Browser.AuthorizeUrl())), ("name", name), ("password", password));
        Assert.Contains("/sign-in/code", Browser.Location(afterPassword), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_registers_nothing()
    {
        const string Login = "focal-point@unicef-libya.demo";
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update agencies set totp_required = true where code = 'unicef-libya'");
        var browser = new Browser(server);
        var atAuthorize = Browser.Location(await browser.PostFormAsync(Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), ("name", Login), ("password", "Demo!unicef-libya")));
        var toRegister = Browser.Location(await browser.GetAsync(atAuthorize));
        var secret = Secret().Match((await browser.GetAsync(toRegister)).Body).Groups["secret"].Value;
        for (var wrong = 0; wrong < 5; wrong++) Assert.Equal(400, (await browser.PostFormAsync(toRegister, ("code", "000000"))).Status);

        Assert.Equal(400, (await browser.PostFormAsync(toRegister, ("code", Totp.Code(secret)))).Status);
    }

    [Fact]
    public async Task A_colleague_whose_role_does_not_ask_signs_in_as_before()
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update agencies set totp_roles = '{supervisor}' where code = 'rihla-legal'");

        Assert.Equal(200, (await new Browser(server).SignInForTokensAsync("caseworker@rihla-legal.demo", "Demo!rihla-legal")).Status);
    }

    [Fact]
    public async Task Without_a_sign_in_the_page_shows_no_secret() =>
        Assert.Equal(302, (await new Browser(server).GetAsync("/sign-in/authenticator")).Status);

    [Fact]
    public async Task A_role_of_the_installation_s_settings_asks_in_every_agency()
    {
        await using var database = await TestDatabase.CreateAsync(more: ("Identity:TotpRoles", "access-admin"));
        await using var strict = new IdentityServer(database);
        var browser = new Browser(strict);

        var signedIn = await browser.PostFormAsync(Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), ("name", "access-admin@iom-libya.demo"), ("password", "Demo!iom-libya"));

        Assert.StartsWith("/sign-in/authenticator", Browser.Location(await browser.GetAsync(Browser.Location(signedIn))), StringComparison.Ordinal);
        Assert.Equal(200, (await new Browser(strict).SignInForTokensAsync("caseworker@iom-libya.demo", "Demo!iom-libya")).Status);
    }

    [GeneratedRegex("""<code id="secret"[^>]*>(?<secret>[^<]*)</code>""")]
    private static partial Regex Secret();
}
