using System.Text.RegularExpressions;
using Dapper;
using Platform.Identity.Clients;
using Platform.Identity.Tests.SignIn;

namespace Platform.Identity.Tests.Users;

/// <summary>AskForAuthenticatorRemoval, ApproveAuthenticatorRemoval: who lost the phone with the app gets in again by two administrators and nobody else.</summary>
public sealed partial class AuthenticatorRemovalTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private const string Login = "supervisor@bayt-shelter.demo";
    private const string Password = "Demo!bayt-shelter";
    private static readonly Guid UserId = NameBasedId.For($"user:{Login}");

    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task Two_administrators_remove_a_lost_app_and_the_person_registers_another()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        await using var connection = await identity.Database.OpenAsync();
        Assert.Equal(409, (await RemoveAsync(first)).Status);                                    // there is none
        await connection.ExecuteAsync("update agencies set totp_required = true where code = 'bayt-shelter'");
        var (secret, token) = await RegisterAsync();
        Assert.Equal(409, (await RemoveAsync(second, "/approval")).Status);                      // nobody asked

        var asked = await RemoveAsync(first);
        Assert.Equal((200, true), (asked.Status, asked.Json.GetProperty("hasAuthenticator").GetBoolean()));
        Assert.Equal(409, (await RemoveAsync(first)).Status);
        Assert.Equal(403, (await RemoveAsync(first, "/approval")).Status);                       // who asked
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", token)).Status); // nothing has changed yet

        var approved = await RemoveAsync(second, "/approval");
        Assert.Equal((200, false), (approved.Status, approved.Json.GetProperty("hasAuthenticator").GetBoolean()));
        Assert.False(approved.Json.TryGetProperty("authenticatorRemovalAskedBy", out _));
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", token)).Status); // who holds the phone is out
        var (another, _) = await RegisterAsync();
        Assert.NotEqual(secret, another);
        Assert.Equal(["forbidden", "wrong-state", "wrong-state", "wrong-state"], (await connection.QueryAsync<string>(
            "select outcome from access.audit where action like '%authenticator-removal%' and outcome <> 'allowed' and @UserId = any (records)", new { UserId })).Order());
    }

    [Fact]
    public async Task Nobody_asks_for_themselves_nor_for_another_agency()
    {
        var own = NameBasedId.For("user:access-admin@iom-libya.demo");

        Assert.Equal(403, (await server.SendAsync(HttpMethod.Post, $"/api/users/{own}/authenticator-removal", await server.AdministratorTokenAsync())).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Post, $"/api/users/{Guid.NewGuid()}/authenticator-removal", await server.AdministratorTokenAsync())).Status);
    }

    [Fact]
    public async Task Of_who_is_suspended_nobody_asks_for_it()
    {
        var userId = NameBasedId.For("user:focal-point@bayt-shelter.demo");
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set two_factor_enabled = true, active = false where id = @userId", new { userId });

        Assert.Equal(409, (await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/authenticator-removal", await server.AdministratorTokenAsync())).Status);

        await connection.ExecuteAsync("update users set two_factor_enabled = false, active = true where id = @userId", new { userId });
    }

    [Fact]
    public async Task Nobody_approves_it_for_themselves_whoever_asked()
    {
        var own = NameBasedId.For("user:access-admin@iom-libya.demo");
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set authenticator_removal_asked_by = gen_random_uuid() where id = @own", new { own });

        Assert.Equal(403, (await server.SendAsync(HttpMethod.Post, $"/api/users/{own}/authenticator-removal/approval", await server.AdministratorTokenAsync())).Status);

        await connection.ExecuteAsync("update users set authenticator_removal_asked_by = null where id = @own", new { own });
    }

    /// <summary>Signs in by password to the page that registers an app: its secret, and a token.</summary>
    private async Task<(string Secret, string Token)> RegisterAsync()
    {
        var browser = new Browser(server);
        var atAuthorize = Browser.Location(await browser.PostFormAsync(Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), ("name", Login), ("password", Password)));
        var toRegister = Browser.Location(await browser.GetAsync(atAuthorize));
        var secret = Secret().Match((await browser.GetAsync(toRegister)).Body).Groups["secret"].Value;
        var registered = await browser.PostFormAsync(toRegister, ("code", Totp.Code(secret)));
        return (secret, (await browser.ExchangeAsync(Browser.CodeOf(await browser.GetAsync(Browser.Location(registered))))).AccessToken);
    }

    private Task<Answer> RemoveAsync(string token, string more = "") => server.SendAsync(HttpMethod.Post, $"/api/users/{UserId}/authenticator-removal{more}", token);

    [GeneratedRegex("""<code id="secret"[^>]*>(?<secret>[^<]*)</code>""")]
    private static partial Regex Secret();
}
