using System.Text.Json;
using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Agencies;

/// <summary>AskForAgency, ApproveAgency, GetAgency, ChangeAgency.</summary>
public sealed class OnboardingTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task An_agency_takes_part_when_a_second_administrator_approved_it_and_its_first_administrator_goes_on_alone()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var asked = await AskAsync(first, "sahel-aid", firstAdministrator: "admin@sahel-aid.test");
        var agencyId = asked.Json.GetProperty("agencyId").GetGuid();

        Assert.Equal((201, "pending"), (asked.Status, asked.Json.GetProperty("state").GetString()));
        Assert.DoesNotContain("sahel-aid", (await server.SendAsync(HttpMethod.Get, "/api/agencies", first)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await ApproveAsync(first, agencyId)).Status);                                     // nobody approves what they asked for
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{agencyId}/suspension", second)).Status);   // nor lets it in by another door

        var approved = await ApproveAsync(second, agencyId);
        Assert.Equal((200, "active"), (approved.Status, approved.Json.GetProperty("state").GetString()));
        Assert.Contains("sahel-aid", (await server.SendAsync(HttpMethod.Get, "/api/agencies", first)).Body, StringComparison.Ordinal);
        Assert.Equal(409, (await ApproveAsync(second, agencyId)).Status);

        var own = await server.AcceptAsync(approved.Json.GetProperty("invitation"));
        var team = await server.SendAsync(HttpMethod.Post, "/api/teams", own, body: new { code = "main", name = "Main", areaCodes = (string[])["LY0319"] });
        Assert.Equal(201, team.Status);
        var client = await server.SendAsync(HttpMethod.Post, "/api/clients", own, body: new
        {
            clientId = "sahel-aid-system",
            roles = (string[])["caseworker", "focal-point"],
            teamIds = (Guid[])[team.Json.GetProperty("teamId").GetGuid()],
            areaCodes = (string[])["LY0319"],
        });
        Assert.Equal(201, client.Status);
        Assert.Equal(200, (await server.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "sahel-aid-system"), ("client_secret", client.Json.GetProperty("secret").GetString()!))).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{NameBasedId.For("agency:amal-health")}", own)).Status);   // administers its own and no other
        Assert.Equal(403, (await AskAsync(own, "another-one")).Status);
    }

    [Fact]
    public async Task A_pending_agency_s_first_administrator_cannot_sign_in_and_its_link_exists_only_from_the_approval_on()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var asked = await AskAsync(first, "pending-aid", firstAdministrator: "admin@pending-aid.test");
        Assert.False(asked.Json.TryGetProperty("invitation", out _));
        var agencyId = asked.Json.GetProperty("agencyId").GetGuid();
        var approvalKey = Guid.NewGuid().ToString();

        var approved = await ApproveAsync(second, agencyId, approvalKey);
        var repeated = await ApproveAsync(second, agencyId, approvalKey);

        Assert.Equal(200, repeated.Status);
        Assert.False(repeated.Json.TryGetProperty("invitation", out _));   // answered once; whoever lost it asks for another
        Assert.Equal(404, (await ApproveAsync(second, Guid.NewGuid())).Status);
        await server.SendAsync(HttpMethod.Post, $"/api/agencies/{agencyId}/suspension", second);
        var link = new Uri(approved.Json.GetProperty("invitation").GetProperty("link").GetString()!).PathAndQuery;
        Assert.Equal(400, (await new Browser(server).PostFormAsync(link, ("password", "a long enough sentence"))).Status);   // suspended before it was taken up
    }

    [Theory]
    [InlineData("$.code", """{"code": "Sahel Aid"}""")]
    [InlineData("$.code", """{"code": null}""")]
    [InlineData("$.name", """{"name": " "}""")]
    [InlineData("$.kind", """{"kind": "lead"}""")]
    [InlineData("$.kind", """{"kind": "bank"}""")]
    [InlineData("$.areaCodes", """{"areaCodes": []}""")]
    [InlineData("$.areaCodes", """{"areaCodes": ["LY9999"]}""")]
    [InlineData("$.totpRoles", """{"totpRoles": ["boss"]}""")]
    [InlineData("$.firstAdministrator", """{"firstAdministrator": "no address"}""")]
    [InlineData("$.colour", """{"colour": "red"}""")]
    public async Task What_is_wrong_in_it_is_named_and_entered_in_the_audit(string path, string change)
    {
        var body = new Dictionary<string, JsonElement>(Good("wrong-aid").Select(field => KeyValuePair.Create(field.Key, JsonSerializer.SerializeToElement(field.Value))));
        foreach (var field in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change)!) body[field.Key] = field.Value;
        await using var connection = await identity.Database.OpenAsync();
        const string refusals = "select count(*) from access.audit where outcome = 'invalid'";
        var before = await connection.ExecuteScalarAsync<long>(refusals);

        var refused = await server.SendAsync(HttpMethod.Post, "/api/agencies", await server.AdministratorTokenAsync(), body: body);

        Assert.Equal(400, refused.Status);
        Assert.Equal([path], refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name.Split('[')[0]).Distinct());
        Assert.Equal(before + 1, await connection.ExecuteScalarAsync<long>(refusals));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from agencies where code = 'wrong-aid'"));
    }

    [Fact]
    public async Task A_taken_code_or_login_makes_nothing()
    {
        var token = await server.AdministratorTokenAsync();

        Assert.Equal((409, "urn:platform:problem:already-there"), TypeOf(await AskAsync(token, "amal-health")));
        Assert.Equal((409, "urn:platform:problem:already-there"), TypeOf(await AskAsync(token, "half-done", firstAdministrator: "Caseworker@amal-health.demo")));

        await using var connection = await identity.Database.OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from agencies where code = 'half-done'"));
    }

    [Fact]
    public async Task Where_it_works_can_be_changed_but_not_away_from_under_its_people()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var agencyId = (await AskAsync(first, "moving-aid", firstAdministrator: "admin@moving-aid.test")).Json.GetProperty("agencyId").GetGuid();
        await ApproveAsync(second, agencyId);
        var read = await server.SendAsync(HttpMethod.Get, $"/api/agencies/{agencyId}", first);
        var version = read.Headers.ETag!.ToString();

        Assert.Equal(428, (await ChangeAsync(null, "LY03")).Status);
        Assert.Equal(412, (await ChangeAsync("\"7\"", "LY03")).Status);
        Assert.Equal(["$.areaCodes"], (await ChangeAsync(version, "LY01")).Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        var wider = await ChangeAsync(version, "LY03", "LY02");
        Assert.Equal((200, 2), (wider.Status, wider.Json.GetProperty("areaCodes").GetArrayLength()));
        Assert.Equal(412, (await ChangeAsync(version, "LY03")).Status);

        Task<Answer> ChangeAsync(string? ifMatch, params string[] areaCodes) => server.SendAsync(HttpMethod.Put, $"/api/agencies/{agencyId}", first, ifMatch: ifMatch,
            body: new { name = "Moving Aid", areaCodes, totpRequired = false });
    }

    [Fact]
    public async Task A_token_that_names_an_agency_which_is_no_more_opens_nothing_and_a_suspended_one_s_refresh_token_is_entered_as_refused()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var agencyId = (await AskAsync(first, "gone-aid", firstAdministrator: "admin@gone-aid.test")).Json.GetProperty("agencyId").GetGuid();
        var invitation = (await ApproveAsync(second, agencyId)).Json.GetProperty("invitation");
        var browser = new Browser(server);
        Assert.Equal(302, (await browser.PostFormAsync(new Uri(invitation.GetProperty("link").GetString()!).PathAndQuery, ("password", "a long enough sentence"))).Status);
        var signedIn = await browser.SignInForTokensAsync("admin@gone-aid.test", "a long enough sentence");
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/users", signedIn.AccessToken)).Status);

        Assert.Equal(204, (await server.SendAsync(HttpMethod.Post, $"/api/agencies/{agencyId}/suspension", first)).Status);
        Assert.Equal("invalid_grant", (await server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", signedIn.RefreshToken))).Error);
        await using var connection = await identity.Database.OpenAsync();
        Assert.Equal([("POST /connect/token", "suspended")], await connection.QueryAsync<(string, string)>("select action, outcome from access.audit where agency = @agencyId and outcome <> 'allowed'", new { agencyId }));
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{agencyId}/suspension", first)).Status);
        var again = await new Browser(server).SignInForTokensAsync("admin@gone-aid.test", "a long enough sentence");
        await connection.ExecuteAsync("delete from users where agency_id = @agencyId; delete from agencies where agency_id = @agencyId", new { agencyId });

        foreach (var path in (string[])["/api/users", "/api/teams", "/api/agencies", "/api/agreements"])
            Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, path, again.AccessToken)).Status);
    }

    [Theory]
    [InlineData(401, "LY03 LY02", false, "")]
    [InlineData(401, "LY03", true, "")]
    [InlineData(401, "LY03", false, "supervisor")]
    [InlineData(200, "LY03", false, "")]      // its name alone is nobody's access
    public async Task Where_it_works_and_who_needs_an_app_are_access_and_a_token_from_before_a_change_of_them_is_refused(int status, string areas, bool totpRequired, string totpRole)
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var code = $"changed-{Guid.NewGuid():N}";
        var agencyId = (await AskAsync(first, code, firstAdministrator: $"admin@{code}.test")).Json.GetProperty("agencyId").GetGuid();
        await ApproveAsync(second, agencyId);
        var client = await server.SendAsync(HttpMethod.Post, "/api/clients", first, body: new { agencyId, clientId = $"{code}-system", roles = (string[])["caseworker"], areaCodes = (string[])["LY03"] });
        var before = (await TokenAsync()).AccessToken;
        var version = (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{agencyId}", first)).Headers.ETag!.ToString();

        var changed = await server.SendAsync(HttpMethod.Put, $"/api/agencies/{agencyId}", first, ifMatch: version,
            body: new { name = "Another name", areaCodes = areas.Split(' '), totpRequired, totpRoles = totpRole.Split(' ', StringSplitOptions.RemoveEmptyEntries) });

        Assert.Equal(200, changed.Status);
        Assert.Equal(status, (await server.SendAsync(HttpMethod.Get, "/api/teams", before)).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/api/teams", (await TokenAsync()).AccessToken)).Status);

        Task<Answer> TokenAsync() => server.TokenAsync(("grant_type", "client_credentials"), ("client_id", $"{code}-system"), ("client_secret", client.Json.GetProperty("secret").GetString()!));
    }

    private static Dictionary<string, object?> Good(string code) => new()
    {
        ["code"] = code,
        ["name"] = "An invented agency",
        ["kind"] = "ngo",
        ["areaCodes"] = (string[])["LY03"],
        ["totpRequired"] = false,
        ["totpRoles"] = (string[])[],
        ["firstAdministrator"] = null,
    };

    private static (int, string?) TypeOf(Answer answer) => (answer.Status, answer.Json.GetProperty("type").GetString());

    private Task<Answer> AskAsync(string token, string code, string? firstAdministrator = null)
    {
        var body = Good(code);
        body["firstAdministrator"] = firstAdministrator;
        return server.SendAsync(HttpMethod.Post, "/api/agencies", token, body: body);
    }

    private Task<Answer> ApproveAsync(string token, Guid agencyId, string key = "new") => server.SendAsync(HttpMethod.Post, $"/api/agencies/{agencyId}/approval", token, key: key);
}
