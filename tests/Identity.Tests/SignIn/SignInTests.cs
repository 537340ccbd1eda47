using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Users;

namespace Platform.Identity.Tests.SignIn;

[Collection(Identity.Name)]
public sealed class SignInTests(IdentityFixture identity)
{
    private readonly Browser browser = new(identity.Server);

    [Fact]
    public async Task Five_wrong_passwords_close_the_account_also_for_the_right_one()
    {
        for (var attempt = 0; attempt < 5; attempt++)
            Assert.Equal(401, (await SignInAsync("supervisor@amal-health.demo", "wrong-password")).Status);

        Assert.Equal(401, (await SignInAsync("supervisor@amal-health.demo", "Demo!amal-health")).Status);
        Assert.Equal(302, (await SignInAsync("coordinator@amal-health.demo", "Demo!amal-health")).Status);      // the neighbour is untouched
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_get_the_same_page()
    {
        var unknown = await SignInAsync("nobody@amal-health.demo", "Demo!amal-health");
        var wrong = await SignInAsync("caseworker@amal-health.demo", "wrong-password");

        Assert.Equal(401, unknown.Status);
        Assert.Equal(Words(wrong.Body), Words(unknown.Body).Replace("nobody", "caseworker", StringComparison.Ordinal));

        // without the two things that differ at every answer
        static string Words(string page) => System.Text.RegularExpressions.Regex.Replace(page, "nonce=\"[^\"]*\"|name=\"__Request[^>]*", "");
    }

    [Theory]
    [InlineData("ar-LY,ar;q=0.9", "lang=\"ar\" dir=\"rtl\"", "كلمة المرور")]
    [InlineData("fr", "lang=\"fr\" dir=\"ltr\"", "Mot de passe")]
    [InlineData("en-GB", "lang=\"en\" dir=\"ltr\"", "Password")]
    [InlineData("ti", "lang=\"en\" dir=\"ltr\"", "Password")]
    public async Task The_page_speaks_the_asker_s_language_in_its_direction(string language, string direction, string word)
    {
        var page = await browser.GetAsync("/sign-in", language);

        Assert.Equal(200, page.Status);
        Assert.Contains(direction, page.Body, StringComparison.Ordinal);
        Assert.Contains(word, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_the_page_is_refused() => Assert.Equal(400,
        (await identity.Server.PostFormAsync("sign-in", ("name", "caseworker@amal-health.demo"), ("password", "Demo!amal-health"))).Status);

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("/\t/evil.test/")]
    [InlineData("\\\\evil.test/")]
    [InlineData("https:evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://localhost:8080@evil.test/")]
    [InlineData("http://localhost:8080/")]
    public async Task Nobody_is_sent_to_another_site_after_signing_in(string returnUrl)
    {
        var answer = await browser.PostFormAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            ("name", "caseworker@amal-health.demo"), ("password", "Demo!amal-health"));

        Assert.Equal("/", Browser.Location(answer));
    }

    [Fact]
    public async Task Who_has_an_authenticator_app_is_asked_for_its_code()
    {
        var key = await EnableTotpAsync("focal-point@unicef-libya.demo");

        var afterPassword = await SignInAsync("focal-point@unicef-libya.demo", "Demo!unicef-libya");
        Assert.Contains("/sign-in/code", Browser.Location(afterPassword), StringComparison.Ordinal);
        Assert.Contains("error=login_required", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "none")))), StringComparison.Ordinal);
        Assert.Equal(401, (await browser.PostFormAsync(Browser.Location(afterPassword), ("code", "000000"))).Status);

        var signedIn = await browser.PostFormAsync(Browser.Location(afterPassword), ("code", Totp.Code(key)));
        Assert.Equal(302, signedIn.Status);
        Assert.NotEmpty(Browser.CodeOf(await browser.GetAsync(Browser.AuthorizeUrl(("prompt", "none")))));
    }

    [Fact]
    public async Task A_suspended_person_cannot_sign_in()
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set active = false where user_name = 'caseworker@unhcr-libya.demo'");

        Assert.Equal(401, (await SignInAsync("caseworker@unhcr-libya.demo", "Demo!unhcr-libya")).Status);
    }

    [Fact]
    public async Task The_keys_of_the_cookies_lie_sealed_in_the_database()
    {
        await browser.GetAsync("/sign-in");
        await using var connection = await identity.Database.OpenAsync();
        var keys = (await connection.QueryAsync<string>("select xml from data_protection_keys")).AsList();

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("<sealed", key, StringComparison.Ordinal));
        Assert.All(keys, key => Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal));
    }

    private Task<Answer> SignInAsync(string name, string password) =>
        browser.PostFormAsync("/sign-in?returnUrl=%2Fhealth%2Flive", ("name", name), ("password", password));

    private async Task<string> EnableTotpAsync(string name)
    {
        await using var scope = identity.Server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = (await users.FindByNameAsync(name))!;
        await users.ResetAuthenticatorKeyAsync(user);
        await users.SetTwoFactorEnabledAsync(user, true);
        return (await users.GetAuthenticatorKeyAsync(user))!;
    }
}
