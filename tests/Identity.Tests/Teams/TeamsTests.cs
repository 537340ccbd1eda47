using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Teams;

/// <summary>AddTeam, ChangeTeam, ListTeams.</summary>
public sealed class TeamsTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private readonly IdentityServer server = identity.Server;

    [Fact]
    public async Task A_team_is_made_seen_and_changed_on_what_was_read()
    {
        var admin = await server.AdministratorTokenAsync();
        var made = await AddAsync(admin, "kufra");
        var path = $"/api/teams/{made.Json.GetProperty("teamId").GetGuid()}";
        var version = made.Headers.ETag!.ToString();

        Assert.Equal(201, made.Status);
        Assert.Contains("kufra", (await server.SendAsync(HttpMethod.Get, "/api/teams", admin)).Body, StringComparison.Ordinal);
        Assert.Equal((409, "urn:platform:problem:already-there"), TypeOf(await AddAsync(admin, "kufra")));
        Assert.Equal(428, (await ChangeAsync(null, "kufra-town")).Status);
        Assert.Equal((409, "urn:platform:problem:already-there"), TypeOf(await ChangeAsync(version, "sabha")));
        Assert.Equal(200, (await ChangeAsync(version, "kufra-town")).Status);
        Assert.Equal(412, (await ChangeAsync(version, "kufra-oasis")).Status);

        Task<Answer> ChangeAsync(string? ifMatch, string code) =>
            server.SendAsync(HttpMethod.Put, path, admin, ifMatch: ifMatch, body: new { code, name = "Kufra", areaCodes = (string[])["LY01"] });
    }

    [Fact]
    public async Task Of_two_that_take_one_code_at_once_one_is_told_that_it_is_taken()
    {
        var admin = await server.AdministratorTokenAsync();

        var both = await Task.WhenAll(AddAsync(admin, "at-once"), AddAsync(admin, "at-once"));

        Assert.Equal([201, 409], both.Select(answer => answer.Status).Order());
    }

    [Theory]
    [InlineData("$.code", "Kufra Town", "LY01")]
    [InlineData("$.areaCodes", "kufra-2", "XX")]
    public async Task What_is_wrong_in_it_is_named(string path, string code, string area)
    {
        var refused = await server.SendAsync(HttpMethod.Post, "/api/teams", await server.AdministratorTokenAsync(), body: new { code, name = "Kufra", areaCodes = (string[])[area] });

        Assert.Equal(400, refused.Status);
        Assert.Equal([path], refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task A_team_works_where_its_agency_does()
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update agencies set area_codes = '{LY03}' where code = 'rihla-legal'");

        var refused = await server.SendAsync(HttpMethod.Post, "/api/teams", await server.AdministratorTokenAsync(), body: new
        {
            agencyId = NameBasedId.For("agency:rihla-legal"),
            code = "elsewhere",
            name = "Kufra",
            areaCodes = (string[])["LY01"],
        });

        Assert.Equal((400, "$.areaCodes[0]"), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task Another_agency_s_teams_are_not_there_and_the_lead_sees_them()
    {
        var amal = NameBasedId.For("agency:amal-health");

        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/teams?agency={amal}", (await server.ClientTokenAsync("bayt-shelter")).AccessToken)).Status);
        Assert.Contains("main", (await server.SendAsync(HttpMethod.Get, $"/api/teams?agency={amal}", await server.AdministratorTokenAsync())).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await AddAsync((await server.ClientTokenAsync("amal-health")).AccessToken, "own")).Status);
    }

    private static (int, string?) TypeOf(Answer answer) => (answer.Status, answer.Json.GetProperty("type").GetString());

    private Task<Answer> AddAsync(string token, string code) => server.SendAsync(HttpMethod.Post, "/api/teams", token, body: new { code, name = "Kufra", areaCodes = (string[])["LY01"] });
}
