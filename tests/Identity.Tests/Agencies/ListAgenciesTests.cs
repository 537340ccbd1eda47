using System.Text.Json;

namespace Platform.Identity.Tests.Agencies;

/// <summary>ListAgencies, ListTeams.</summary>
[Collection(Identity.Name)]
public sealed class ListAgenciesTests(IdentityFixture identity)
{
    [Theory]
    [InlineData("iom-libya", 10)]
    [InlineData("unicef-libya", 10)]
    [InlineData("rihla-legal", 10)]
    public async Task An_agency_that_holds_cases_sees_all(string agency, int count)
    {
        var answer = await GetAsync("/api/agencies", agency);

        Assert.Equal(200, answer.Status);
        Assert.Equal(count, Codes(answer).Length);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("next").ValueKind);
        var first = answer.Json.GetProperty("items")[0];
        Assert.Equal("Amal Health (demo)", first.GetProperty("name").GetString());
        Assert.Equal("ngo", first.GetProperty("kind").GetString());
        Assert.NotEqual(Guid.Empty, first.GetProperty("agencyId").GetGuid());
    }

    [Theory]
    [InlineData("embassy-one")]
    [InlineData("detention-authority")]
    [InlineData("mission-one")]
    public async Task The_others_see_the_lead_and_themselves(string agency) =>
        Assert.Equal(new[] { agency, "iom-libya" }.Order(StringComparer.Ordinal), Codes(await GetAsync("/api/agencies", agency)));

    [Fact]
    public async Task Teams_are_one_s_own_agency_s()
    {
        Assert.Equal(["benghazi", "misrata", "sabha", "tripoli", "zwara"], Codes(await GetAsync("/api/teams", "iom-libya")));
        Assert.Equal(["main"], Codes(await GetAsync("/api/teams", "amal-health")));
        Assert.Empty(Codes(await GetAsync("/api/teams", "embassy-one")));
        Assert.Equal(403, (await identity.Server.SendAsync(HttpMethod.Get, "/api/teams", (await identity.Server.ServiceTokenAsync()).AccessToken)).Status);   // of no agency
    }

    [Theory]
    [InlineData("/api/agencies")]
    [InlineData("/api/teams")]
    public async Task Without_a_token_or_with_a_forged_one_it_is_401(string path)
    {
        Assert.Equal(401, (await identity.Server.SendAsync(HttpMethod.Get, path)).Status);
        var token = (await identity.Server.ClientTokenAsync("amal-health")).AccessToken;
        var parts = token.Split('.');
        Assert.Equal(401, (await identity.Server.SendAsync(HttpMethod.Get, path, $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}")).Status);
        Assert.Equal(401, (await identity.Server.SendAsync(HttpMethod.Get, path, "nonsense")).Status);
    }

    private async Task<Answer> GetAsync(string path, string agency) =>
        await identity.Server.SendAsync(HttpMethod.Get, path, (await identity.Server.ClientTokenAsync(agency)).AccessToken);

    private static string[] Codes(Answer answer) => [.. answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString()!)];
}
