using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Teams;

/// <summary>EvacuateTeam, AskToRestoreTeam, RestoreTeam: what it does to tokens, and who may.</summary>
public sealed class EvacuationTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task Who_is_on_the_spot_ends_the_team_s_tokens_and_nobody_of_it_signs_in_until_two_administrators_restored_it()
    {
        var team = await TeamAsync("amal-health", "main");
        var (system, elsewhere) = (await server.ClientTokenAsync("amal-health"), await server.ClientTokenAsync("bayt-shelter"));
        var person = await new Browser(server).SignInForTokensAsync("caseworker@amal-health.demo", "Demo!amal-health");
        var supervisor = await new Browser(server).SignInForTokensAsync("supervisor@amal-health.demo", "Demo!amal-health");

        var evacuated = await EvacuateAsync(supervisor.AccessToken, team);

        Assert.Equal((200, "evacuated", "office-overrun"), (evacuated.Status, StateOf(evacuated), evacuated.Json.GetProperty("evacuationReason").GetString()));
        Assert.All(await Task.WhenAll(new[] { system, person, supervisor }.Select(token => TeamsAsync(token.AccessToken))), answer => Assert.Equal(401, answer.Status));
        Assert.Equal("invalid_client", (await server.ClientTokenAsync("amal-health")).Error);
        Assert.Equal("invalid_grant", (await RefreshAsync(person.RefreshToken)).Error);
        Assert.Equal(401, (await new Browser(server).PostFormAsync("/sign-in", ("name", "caseworker@amal-health.demo"), ("password", "Demo!amal-health"))).Status);
        Assert.Equal(200, (await TeamsAsync(elsewhere.AccessToken)).Status);

        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        Assert.Equal((200, "restoration-asked"), StatusAndState(await PostAsync(first, team, "/end")));
        Assert.Equal("invalid_client", (await server.ClientTokenAsync("amal-health")).Error);         // asked for is not restored
        Assert.Equal(403, (await PostAsync(first, team, "/end/approval")).Status);
        Assert.Equal((200, "active"), StatusAndState(await PostAsync(second, team, "/end/approval")));

        Assert.Equal(200, (await TeamsAsync((await server.ClientTokenAsync("amal-health")).AccessToken)).Status);
        Assert.Equal(401, (await TeamsAsync(system.AccessToken)).Status);
        Assert.Equal("invalid_grant", (await RefreshAsync(person.RefreshToken)).Error);              // people sign in anew
        Assert.Equal(200, (await new Browser(server).SignInForTokensAsync("caseworker@amal-health.demo", "Demo!amal-health")).Status);
        await using var connection = await identity.Database.OpenAsync();
        Assert.True(await connection.ExecuteScalarAsync<bool>("select exists (select from access.audit where outcome = 'evacuated' and @client = any (records))", new { client = NameBasedId.For("client:amal-health-system") }));
    }

    [Fact]
    public async Task Who_has_another_main_team_goes_on_without_the_evacuated_one()
    {
        var (admin, main) = (await server.AdministratorTokenAsync(), await TeamAsync("bayt-shelter", "main"));
        var second = (await AddAsync(admin, "bayt-shelter", "second")).Json.GetProperty("teamId").GetGuid();
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update clients set team_ids = @teams where client_id = 'bayt-shelter-system'", new { teams = (Guid[])[main, second] });
        var before = await server.ClientTokenAsync("bayt-shelter");

        Assert.Equal(200, (await EvacuateAsync(admin, second)).Status);

        Assert.Equal(401, (await TeamsAsync(before.AccessToken)).Status);
        var since = await server.ClientTokenAsync("bayt-shelter");
        Assert.Equal($"""["{main}"]""", since.Claims.GetProperty("team").GetRawText());
        Assert.Equal(200, (await TeamsAsync(since.AccessToken)).Status);
    }

    [Fact]
    public async Task Evacuating_again_takes_back_what_was_asked_and_each_step_has_its_time()
    {
        var (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        var team = (await AddAsync(first, "unicef-libya", "again")).Json.GetProperty("teamId").GetGuid();

        Assert.Equal((409, "active"), StatusAndState(await PostAsync(first, team, "/end")));
        Assert.Equal((409, "active"), StatusAndState(await PostAsync(second, team, "/end/approval")));
        Assert.Equal(200, (await EvacuateAsync(first, team)).Status);
        Assert.Equal((409, "evacuated"), StatusAndState(await PostAsync(second, team, "/end/approval")));
        Assert.Equal(200, (await PostAsync(first, team, "/end")).Status);
        Assert.Equal((409, "restoration-asked"), StatusAndState(await PostAsync(second, team, "/end")));
        Assert.Equal((200, "evacuated"), StatusAndState(await EvacuateAsync(first, team)));
        Assert.Equal((409, "evacuated"), StatusAndState(await PostAsync(second, team, "/end/approval")));
        Assert.Contains("\"evacuated\"", (await server.SendAsync(HttpMethod.Get, $"/api/teams?agency={NameBasedId.For("agency:unicef-libya")}", second)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_and_supervisors_of_the_team_itself_evacuate_and_only_administrators_outside_it_restore()
    {
        var admin = await server.AdministratorTokenAsync();
        var team = (await AddAsync(admin, "iom-libya", "left")).Json.GetProperty("teamId").GetGuid();
        var supervisor = (await new Browser(server).SignInForTokensAsync("supervisor@iom-libya.demo", "Demo!iom-libya")).AccessToken;
        var stranger = (await new Browser(server).SignInForTokensAsync("supervisor@unhcr-libya.demo", "Demo!unhcr-libya")).AccessToken;

        Assert.Equal(403, (await EvacuateAsync(supervisor, team)).Status);                              // of another team
        Assert.Equal(404, (await EvacuateAsync(stranger, team)).Status);
        Assert.Equal(404, (await EvacuateAsync(supervisor, await TeamAsync("unhcr-libya", "main"))).Status);
        Assert.Equal(403, (await EvacuateAsync((await server.ClientTokenAsync("iom-libya")).AccessToken, team)).Status);
        var caseworker = (await new Browser(server).SignInForTokensAsync("caseworker@unhcr-libya.demo", "Demo!unhcr-libya")).AccessToken;
        Assert.Equal(403, (await EvacuateAsync(caseworker, await TeamAsync("unhcr-libya", "main"))).Status);   // of the team, and not to decide it
        var refused = await server.SendAsync(HttpMethod.Post, $"/api/teams/{team}/evacuation", admin, body: new { reasonCode = "rumour" });
        Assert.Equal((400, "$.reasonCode"), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));

        Assert.Equal(200, (await EvacuateAsync(admin, team)).Status);
        Assert.Equal(403, (await PostAsync(supervisor, team, "/end")).Status);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set team_ids = team_ids || @team where user_name = 'access-admin-2@iom-libya.demo'", new { team });
        var member = await server.AdministratorTokenAsync(second: true);
        Assert.Equal(403, (await PostAsync(member, team, "/end")).Status);
        Assert.Equal(200, (await PostAsync(admin, team, "/end")).Status);
        Assert.Equal(403, (await PostAsync(member, team, "/end/approval")).Status);
    }

    private async Task<Guid> TeamAsync(string agency, string code)
    {
        await using var connection = await identity.Database.OpenAsync();
        return await connection.ExecuteScalarAsync<Guid>("select team_id from teams join agencies a using (agency_id) where a.code = @agency and teams.code = @code", new { agency, code });
    }

    private Task<Answer> AddAsync(string token, string agency, string code) =>
        server.SendAsync(HttpMethod.Post, "/api/teams", token, body: new { agencyId = NameBasedId.For($"agency:{agency}"), code, name = "Invented", areaCodes = (string[])["LY01"] });

    private Task<Answer> EvacuateAsync(string token, Guid team) =>
        server.SendAsync(HttpMethod.Post, $"/api/teams/{team}/evacuation", token, body: new { reasonCode = "office-overrun", note = "Armed men came at nine (invented)." });

    private Task<Answer> PostAsync(string token, Guid team, string more) => server.SendAsync(HttpMethod.Post, $"/api/teams/{team}/evacuation{more}", token);

    private Task<Answer> TeamsAsync(string token) => server.SendAsync(HttpMethod.Get, "/api/teams", token);

    private Task<Answer> RefreshAsync(string refreshToken) => server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "portal"), ("refresh_token", refreshToken));

    private static string? StateOf(Answer answer) => answer.Json.GetProperty("state").GetString();

    private static (int, string?) StatusAndState(Answer answer) => (answer.Status, StateOf(answer));
}
