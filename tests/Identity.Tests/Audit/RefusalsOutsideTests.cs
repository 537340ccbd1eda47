using Dapper;
using Platform.Identity.Clients;
using Platform.Identity.Tests.SignIn;

namespace Platform.Identity.Tests.Audit;

/// <summary>RefusalsOutside, EnterEndedSignIns: what was refused where nobody had a good token is found by the auditor of whom it was about, once, and by no other.</summary>
public sealed class RefusalsOutsideTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private const string Password = "a long enough sentence";
    private static readonly Guid Bayt = NameBasedId.For("agency:bayt-shelter");

    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task A_suspended_system_and_a_secret_that_is_none_any_more_are_entered_at_the_token_door_under_the_system_and_its_agency()
    {
        var admin = await server.AdministratorTokenAsync();
        var made = await server.SendAsync(HttpMethod.Post, "/api/clients", admin, body: new { agencyId = Bayt, clientId = "bayt-shelter-refused", roles = (string[])["caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["*"] });
        var (id, old) = (made.Json.GetProperty("id").GetGuid(), made.Json.GetProperty("secret").GetString()!);
        var fresh = (await server.SendAsync(HttpMethod.Post, $"/api/clients/{id}/secrets", admin, body: new { overlapHours = 0 })).Json.GetProperty("secret").GetString()!;

        Assert.Equal("invalid_client", (await TokenAsync(old)).Error);
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Post, $"/api/clients/{id}/suspension", admin)).Status);
        Assert.Equal("invalid_client", (await TokenAsync(fresh)).Error);

        Assert.Equal([$"{id} suspended", $"{id} secret-after-rotation"], await FoundAsync("bayt-shelter", id));
        Assert.Empty(await FoundAsync("amal-health", id));

        Task<Answer> TokenAsync(string secret) => server.TokenAsync(("grant_type", "client_credentials"), ("client_id", "bayt-shelter-refused"), ("client_secret", secret));
    }

    [Fact]
    public async Task An_invitation_that_is_none_any_more_is_entered_under_whom_it_was_for()
    {
        var (userId, invitation) = await InvitedAsync("link@bayt.test");
        await server.AcceptAsync(invitation);

        Assert.Equal(400, (await new Browser(server).PostFormAsync(LinkOf(invitation), ("password", "another long sentence"))).Status);
        Assert.Equal(400, (await new Browser(server).PostFormAsync($"/sign-in/invitation?user={userId}", ("password", "another long sentence"))).Status);   // a link cut short

        Assert.Equal([$"{userId} invitation-refused", $"{userId} invitation-refused"], await FoundAsync("bayt-shelter", userId));
        Assert.Empty(await FoundAsync("amal-health", userId));
    }

    [Theory]
    [InlineData("invited")]
    [InlineData("suspended")]
    [InlineData("evacuated")]
    [InlineData("wrong-password")]
    [InlineData("locked-out")]
    public async Task Why_somebody_was_not_signed_in_is_entered_once_and_told_on_no_page(string why)
    {
        var login = $"{Guid.NewGuid():N}@bayt.test";
        var (userId, invitation) = await InvitedAsync(login);
        await using var connection = await identity.Database.OpenAsync();
        if (why != "invited") await server.AcceptAsync(invitation);
        if (why == "suspended") Assert.Equal(204, (await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/suspension", await server.AdministratorTokenAsync())).Status);
        if (why == "locked-out") await connection.ExecuteAsync("update users set lockout_end = now() + interval '1 hour' where id = @userId", new { userId });
        if (why == "evacuated") await connection.ExecuteAsync("insert into teams (team_id, agency_id, code, name, area_codes, evacuated_at) values (@userId, @Bayt, 'left', 'Left', '{*}', now()); update users set team_ids = array[@userId] where id = @userId", new { userId, Bayt });

        var refused = await SignInAsync(login, why == "wrong-password" ? "not the one chosen" : Password);

        Assert.Equal(401, refused.Status);
        Assert.DoesNotContain(why, refused.Body, StringComparison.OrdinalIgnoreCase);
        await EnteredAsync(userId);
        Assert.Equal([$"{userId} {why}"], await FoundAsync("bayt-shelter", userId));
        Assert.Empty(await FoundAsync("amal-health", userId));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_not_entered()
    {
        var (userId, invitation) = await InvitedAsync("known@bayt.test");
        await server.AcceptAsync(invitation);
        await using var connection = await identity.Database.OpenAsync();
        var last = await connection.ExecuteScalarAsync<long>("select max(entry) from access.audit");

        Assert.Equal(401, (await SignInAsync("nobody@bayt.test", Password)).Status);
        Assert.Equal(401, (await SignInAsync("known@bayt.test", "not the one chosen")).Status);

        await EnteredAsync(userId);
        Assert.Equal([userId], await connection.QueryAsync<Guid>("select caller from access.audit where entry > @last", new { last }));
    }

    [Fact]
    public async Task A_wrong_code_is_entered_once()
    {
        var (userId, invitation) = await InvitedAsync("code@bayt.test");
        await server.AcceptAsync(invitation);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("""
            update users set two_factor_enabled = true where id = @userId;
            insert into user_tokens (user_id, login_provider, name, value) values (@userId, '[AspNetUserStore]', 'AuthenticatorKey', 'JBSWY3DPEHPK3PXP')
            """, new { userId });
        var browser = new Browser(server);
        var atCode = Browser.Location(await browser.PostFormAsync("/sign-in", ("name", "code@bayt.test"), ("password", Password)));

        Assert.Equal(401, (await browser.PostFormAsync(atCode, ("code", Totp.Code("JBSWY3DPEHPK3PXP") == "000000" ? "000001" : "000000"))).Status);

        Assert.Equal([$"{userId} wrong-code"], await FoundAsync("bayt-shelter", userId));
    }

    [Fact]
    public async Task Who_is_still_signed_in_while_their_team_is_evacuated_gets_no_code_and_that_is_entered()
    {
        var (userId, invitation) = await InvitedAsync("still@bayt.test");
        await server.AcceptAsync(invitation);
        var browser = new Browser(server);
        await browser.SignInForTokensAsync("still@bayt.test", Password);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("insert into teams (team_id, agency_id, code, name, area_codes, evacuated_at) values (@userId, @Bayt, 'left-too', 'Left', '{*}', now()); update users set team_ids = array[@userId] where id = @userId", new { userId, Bayt });

        Assert.Contains("error=access_denied", Browser.Location(await browser.GetAsync(Browser.AuthorizeUrl())), StringComparison.Ordinal);

        Assert.Equal([$"{userId} evacuated"], await FoundAsync("bayt-shelter", userId));
    }

    [Fact]
    public async Task The_refresh_token_of_a_suspended_person_and_of_one_reinstated_since_is_entered_each_time_it_comes()
    {
        var (admin, (userId, invitation)) = (await server.AdministratorTokenAsync(), await InvitedAsync("refresh@bayt.test"));
        await server.AcceptAsync(invitation);
        var signedIn = await new Browser(server).SignInForTokensAsync("refresh@bayt.test", Password);

        Assert.Equal(204, (await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/suspension", admin)).Status);
        Assert.Equal("invalid_grant", (await RefreshAsync()).Error);
        Assert.Equal([$"{userId} suspended"], await FoundAsync("bayt-shelter", userId));
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/users/{userId}/suspension", admin)).Status);
        Assert.Equal("invalid_grant", (await RefreshAsync()).Error);

        Assert.Equal([$"{userId} sign-in-ended", $"{userId} suspended"], await FoundAsync("bayt-shelter", userId));

        Task<Answer> RefreshAsync() => server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", signedIn.RefreshToken));
    }

    [Fact]
    public async Task A_token_that_ended_with_its_holders_suspension_is_entered_once_and_what_never_was_a_token_is_not()
    {
        var (userId, invitation) = await InvitedAsync("ended@bayt.test");
        var token = await server.AcceptAsync(invitation);
        var admin = await server.AdministratorTokenAsync();
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/suspension", admin)).Status);
        await using var connection = await identity.Database.OpenAsync();
        var last = await connection.ExecuteScalarAsync<long>("select max(entry) from access.audit");

        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", token)).Status);
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", "garbage")).Status);
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", $"{token[..^8]}AAAAAAAA")).Status);
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams")).Status);

        Assert.Equal([(userId, Bayt, "GET /api/teams", "token-ended")], await connection.QueryAsync<(Guid, Guid, string, string)>("select caller, agency, action, outcome from access.audit where entry > @last", new { last }));
    }

    /// <summary>Callers and outcomes of what was refused about somebody, the newest first, as an auditor of the agency finds them.</summary>
    private async Task<IReadOnlyList<string>> FoundAsync(string agency, Guid about)
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set roles = '{auditor}' where user_name = @coordinator and roles <> '{auditor}'", new { coordinator = $"coordinator@{agency}.demo" });
        var auditor = (await new Browser(server).SignInForTokensAsync($"coordinator@{agency}.demo", $"Demo!{agency}")).AccessToken;
        var found = await server.SendAsync(HttpMethod.Get, $"/operations/audit?record={about}", auditor);
        return [.. found.Json.GetProperty("items").EnumerateArray().Select(entry => $"{entry.GetProperty("caller").GetGuid()} {entry.GetProperty("outcome").GetString()}").Where(entry => !entry.EndsWith("allowed", StringComparison.Ordinal))];
    }

    /// <summary>It is entered after the page was answered.</summary>
    private async Task EnteredAsync(Guid userId)
    {
        await using var connection = await identity.Database.OpenAsync();
        await Eventually.TrueAsync(async () => await connection.ExecuteScalarAsync<bool>("select exists (select from access.audit where caller = @userId and outcome <> 'allowed')", new { userId }), "the refusal is entered");
    }

    private async Task<(Guid UserId, System.Text.Json.JsonElement Invitation)> InvitedAsync(string login)
    {
        var invited = await server.SendAsync(HttpMethod.Post, "/api/users", await server.AdministratorTokenAsync(), body: new { agencyId = Bayt, login, roles = (string[])["caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["*"] });
        return (invited.Json.GetProperty("userId").GetGuid(), invited.Json.GetProperty("invitation"));
    }

    private static string LinkOf(System.Text.Json.JsonElement invitation) => new Uri(invitation.GetProperty("link").GetString()!).PathAndQuery;

    private Task<Answer> SignInAsync(string name, string password) => new Browser(server).PostFormAsync("/sign-in", ("name", name), ("password", password));
}
