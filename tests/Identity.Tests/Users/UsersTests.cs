using System.Text;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Clients;
using Platform.Identity.Users;

namespace Platform.Identity.Tests.Users;

/// <summary>InviteUser, InviteAgain, ListUsers, ChangeAccess, ApproveAdministration.</summary>
public sealed class UsersTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private static readonly Guid Bayt = NameBasedId.For("agency:bayt-shelter");
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task An_invited_person_chooses_a_password_once_and_has_the_rights_they_were_invited_with()
    {
        var admin = await server.AdministratorTokenAsync();
        var invited = await InviteAsync(admin, "new@bayt.test", ["caseworker"]);
        var invitation = invited.Json.GetProperty("invitation");
        var link = new Uri(invitation.GetProperty("link").GetString()!).PathAndQuery;

        Assert.Equal((201, "invited"), (invited.Status, invited.Json.GetProperty("state").GetString()));
        var browser = new Browser(server);
        Assert.Equal(401, (await SignInAsync(browser, "new@bayt.test", "")).Status);                  // invited and unconfirmed: no password is one
        Assert.Equal(401, (await SignInAsync(browser, "new@bayt.test", "a long enough sentence")).Status);
        var token = await server.AcceptAsync(invitation);
        Assert.Equal(400, (await browser.PostFormAsync(link, ("password", "another long sentence"))).Status);   // used
        Assert.Equal("""["caseworker"]""", Answer.Part(token, 1).GetProperty("role").GetRawText());
        Assert.Contains("\"active\"", Row(await server.SendAsync(HttpMethod.Get, $"/api/users?agency={Bayt}", admin), "new@bayt.test"), StringComparison.Ordinal);
        Assert.DoesNotContain("invitation", (await server.SendAsync(HttpMethod.Get, $"/api/users?agency={Bayt}", admin)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_invitation_ends_the_link_and_the_password_before()
    {
        var admin = await server.AdministratorTokenAsync();
        var invited = await InviteAsync(admin, "again@bayt.test", ["caseworker"]);
        var userId = invited.Json.GetProperty("userId").GetGuid();
        var first = new Uri(invited.Json.GetProperty("invitation").GetProperty("link").GetString()!).PathAndQuery;

        var again = await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/invitation", admin);
        Assert.Equal(200, again.Status);
        Assert.Equal(400, (await new Browser(server).PostFormAsync(first, ("password", "a long enough sentence"))).Status);
        var token = await server.AcceptAsync(again.Json.GetProperty("invitation"));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", token)).Status);

        Assert.Equal(200, (await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/invitation", admin)).Status);
        Assert.Equal(401, (await SignInAsync(new Browser(server), "again@bayt.test", "a long enough sentence")).Status);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set active = false where id = @userId", new { userId });
        Assert.Equal(409, (await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/invitation", admin)).Status);   // suspended
        Assert.Equal(["allowed", "allowed", "allowed", "wrong-state"], await connection.QueryAsync<string>("select outcome from access.audit where caller <> @userId and @userId = any (records) order by entry", new { userId }));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from access.audit where outcome = 'invitation-refused' and @userId = any (records)", new { userId }));
    }

    [Fact]
    public async Task An_invitation_is_good_for_three_days()
    {
        var invited = await InviteAsync(await server.AdministratorTokenAsync(), "late@bayt.test", ["caseworker"]);
        var (userId, until) = (invited.Json.GetProperty("userId").GetGuid(), invited.Json.GetProperty("invitation").GetProperty("until").GetDateTimeOffset());
        Assert.InRange(until - DateTimeOffset.UtcNow, TimeSpan.FromHours(71), TimeSpan.FromHours(73));

        Assert.Equal(400, (await RefusedAsync("invitation-refused", () => TakeUpAsync(TimeSpan.FromHours(73)))).Status);
        Assert.Equal(302, (await TakeUpAsync(TimeSpan.FromHours(71))).Status);

        async Task<Answer> TakeUpAsync(TimeSpan after) => await new Browser(server).PostFormAsync(await LinkMadeAsync(userId, after), ("password", "a long enough sentence"));
    }

    [Fact]
    public async Task Whoever_gets_other_rights_is_refused_with_the_token_from_before()
    {
        var admin = await server.AdministratorTokenAsync();
        var invited = await InviteAsync(admin, "change@bayt.test", ["caseworker", "supervisor"]);
        var token = await server.AcceptAsync(invited.Json.GetProperty("invitation"));
        var (path, version) = ($"/api/users/{invited.Json.GetProperty("userId").GetGuid()}/access", invited.Headers.ETag!.ToString());
        var less = new { roles = (string[])["caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["LY03"] };

        Assert.Equal(428, (await server.SendAsync(HttpMethod.Put, path, admin, body: less)).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", token)).Status);
        var changed = await server.SendAsync(HttpMethod.Put, path, admin, body: less, ifMatch: version);

        Assert.Equal(200, changed.Status);
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/teams", token)).Status);
        Assert.Equal(412, (await server.SendAsync(HttpMethod.Put, path, admin, body: less, ifMatch: version)).Status);
        var fresh = (await new Browser(server).SignInForTokensAsync("change@bayt.test", "a long enough sentence")).Claims;
        Assert.Equal(("""["caseworker"]""", """["LY03"]"""), (fresh.GetProperty("role").GetRawText(), fresh.GetProperty("area").GetRawText()));
    }

    [Fact]
    public async Task Nobody_administers_access_on_the_word_of_one_person_nor_changes_their_own_rights()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var own = NameBasedId.For("user:access-admin@iom-libya.demo");
        Assert.Equal(403, (await RefusedAsync("forbidden", () => server.SendAsync(HttpMethod.Put, $"/api/users/{own}/access", first, ifMatch: "*",
            body: new { roles = (string[])["access-admin", "supervisor"], areaCodes = (string[])["*"] }))).Status);
        Assert.Equal(403, (await RefusedAsync("forbidden", () => server.SendAsync(HttpMethod.Post, $"/api/users/{own}/invitation", first))).Status);

        await using (var connection = await identity.Database.OpenAsync())   // another one asked it for who administers already
        {
            await connection.ExecuteAsync("update users set administration_asked_by = gen_random_uuid() where id = @own", new { own });
            Assert.Equal(403, (await RefusedAsync("forbidden", () => ApproveAsync(first, own))).Status);
            await connection.ExecuteAsync("update users set administration_asked_by = null where id = @own", new { own });
        }

        var invited = await InviteAsync(first, "second@bayt.test", ["access-admin", "caseworker"]);
        var userId = invited.Json.GetProperty("userId").GetGuid();
        Assert.Equal(["caseworker"], invited.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!));
        var asCaseworker = await server.AcceptAsync(invited.Json.GetProperty("invitation"));
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Get, "/api/users", asCaseworker)).Status);
        Assert.Equal(403, (await RefusedAsync("forbidden", () => ApproveAsync(first, userId))).Status);       // who asked

        Assert.Equal(200, (await ApproveAsync(second, userId)).Status);
        Assert.Equal(409, (await ApproveAsync(second, userId)).Status);
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/users", asCaseworker)).Status);       // the old token is none any more
        var administrator = (await new Browser(server).SignInForTokensAsync("second@bayt.test", "a long enough sentence")).AccessToken;
        var people = await server.SendAsync(HttpMethod.Get, "/api/users", administrator);
        Assert.Equal(200, people.Status);
        Assert.All(people.Json.GetProperty("items").EnumerateArray(), person => Assert.Equal(Bayt, person.GetProperty("agencyId").GetGuid()));
    }

    [Fact]
    public async Task Whoever_makes_a_link_for_an_administrator_gets_no_administration_by_it()
    {
        var administrator = await AdministratorOfAsync("takeover@bayt.test", Bayt);
        var userId = Guid.Parse(Answer.Part(administrator, 1).GetProperty("sub").GetString()!);
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));

        var again = await server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/invitation", first);

        Assert.Equal(["caseworker"], again.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!));
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, "/api/users", administrator)).Status);
        var taken = await server.AcceptAsync(again.Json.GetProperty("invitation"));
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Get, "/api/users", taken)).Status);
        Assert.Equal(403, (await ApproveAsync(first, userId)).Status);
        Assert.Equal(200, (await ApproveAsync(second, userId)).Status);
    }

    [Fact]
    public async Task An_administrator_of_an_agency_administers_its_people_and_nobody_else_s()
    {
        var administrator = await AdministratorOfAsync("own@amal.test", NameBasedId.For("agency:amal-health"));
        var theirs = NameBasedId.For("user:caseworker@bayt-shelter.demo");

        Assert.Equal(201, (await server.SendAsync(HttpMethod.Post, "/api/users", administrator, body: Person(null, "third@amal.test", ["caseworker"]))).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/users?agency={Bayt}", administrator)).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Post, $"/api/users/{theirs}/invitation", administrator)).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Post, $"/api/users/{theirs}/suspension", administrator)).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Put, $"/api/users/{theirs}/access", administrator, ifMatch: "*", body: new { })).Status);
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Post, $"/api/agencies/{Bayt}/suspension", administrator)).Status);
        var refused = await server.SendAsync(HttpMethod.Post, "/api/users", administrator, body: Person(Bayt, "spy@amal.test", ["caseworker"]));
        Assert.Equal((400, "$.agencyId"), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task A_person_is_of_one_agency_and_a_login_is_theirs_whatever_its_letters()
    {
        var admin = await server.AdministratorTokenAsync();
        Assert.Equal(201, (await InviteAsync(admin, "one@bayt.test", ["caseworker"])).Status);

        var twice = await RefusedAsync("already-there", () => server.SendAsync(HttpMethod.Post, "/api/users", admin, body: Person(NameBasedId.For("agency:amal-health"), "ONE@bayt.test", ["caseworker"])));

        Assert.Equal((409, "urn:platform:problem:already-there"), (twice.Status, twice.Json.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("$.roles[0]", "consular-officer", "LY03", "")]        // an embassy's, in an NGO
    [InlineData("$.roles[0]", "deduplication-desk", "LY03", "")]      // the lead's alone
    [InlineData("$.roles", "boss", "LY03", "")]
    [InlineData("$.areaCodes", "caseworker", "LY9999", "")]           // no such place
    [InlineData("$.teamIds[0]", "caseworker", "LY03", "amal-health/main")]   // another agency's team
    public async Task Rights_that_the_agency_cannot_give_are_named_and_entered_once(string path, string role, string area, string team)
    {
        var admin = await server.AdministratorTokenAsync();
        var refused = await RefusedAsync("invalid", () => server.SendAsync(HttpMethod.Post, "/api/users", admin, body: new
        {
            agencyId = Bayt,
            login = "wrong@bayt.test",
            roles = (string[])[role],
            teamIds = team.Length > 0 ? (Guid[])[NameBasedId.For($"team:{team}")] : [],
            areaCodes = (string[])[area],
        }));

        Assert.Equal(400, refused.Status);
        Assert.Equal([path], refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    /// <summary>What was answered, of which the audit has one entry and no more: the refusal.</summary>
    private async Task<Answer> RefusedAsync(string outcome, Func<Task<Answer>> ask)
    {
        await using var connection = await identity.Database.OpenAsync();
        var last = await connection.ExecuteScalarAsync<long>("select coalesce(max(entry), 0) from access.audit");
        var answer = await ask();
        Assert.Equal([outcome], await connection.QueryAsync<string>("select outcome from access.audit where entry > @last and action <> 'POST sign-in'", new { last }));
        return answer;
    }

    /// <summary>The link as it is some hours after it was made: ASP.NET's token is that instant, whose it is, for what, and the stamp, sealed.</summary>
    private async Task<string> LinkMadeAsync(Guid userId, TimeSpan ago)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        using var bytes = new MemoryStream();
        await using (var writer = new BinaryWriter(bytes, new UTF8Encoding(false, true), leaveOpen: true))
        {
            writer.Write((DateTimeOffset.UtcNow - ago).UtcTicks);
            writer.Write(userId.ToString());
            writer.Write(UserManager<User>.ResetPasswordTokenPurpose);
            writer.Write(await users.GetSecurityStampAsync((await users.FindByIdAsync(userId.ToString()))!));
        }

        var seal = scope.ServiceProvider.GetRequiredService<IDataProtectionProvider>().CreateProtector(new DataProtectionTokenProviderOptions().Name);
        return $"/sign-in/invitation?user={userId}&token={Uri.EscapeDataString(Convert.ToBase64String(seal.Protect(bytes.ToArray())))}";
    }

    private async Task<string> AdministratorOfAsync(string login, Guid agencyId)
    {
        var invited = await server.SendAsync(HttpMethod.Post, "/api/users", await server.AdministratorTokenAsync(), body: Person(agencyId, login, ["access-admin", "caseworker"]));
        Assert.Equal(200, (await ApproveAsync(await server.AdministratorTokenAsync(second: true), invited.Json.GetProperty("userId").GetGuid())).Status);
        return await server.AcceptAsync(invited.Json.GetProperty("invitation"));
    }

    private Task<Answer> InviteAsync(string token, string login, string[] roles) => server.SendAsync(HttpMethod.Post, "/api/users", token, body: Person(Bayt, login, roles));

    private static object Person(Guid? agencyId, string login, string[] roles) => new { agencyId, login, roles, teamIds = (Guid[])[], areaCodes = (string[])["*"] };

    private Task<Answer> ApproveAsync(string token, Guid userId) => server.SendAsync(HttpMethod.Post, $"/api/users/{userId}/approval", token);

    private static async Task<Answer> SignInAsync(Browser browser, string name, string password) => await browser.PostFormAsync("/sign-in", ("name", name), ("password", password));

    private static string Row(Answer list, string login) =>
        list.Json.GetProperty("items").EnumerateArray().Single(person => person.GetProperty("login").GetString() == login).GetRawText();
}
