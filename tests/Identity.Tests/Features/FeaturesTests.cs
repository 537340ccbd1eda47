using System.Text.Json;
using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Features;

/// <summary>AskForAssessment, ApproveAssessment, RevokeAssessment, GetAssessment, ListAssessments, ListFeatures, SwitchFeatureOn, SwitchFeatureOff.</summary>
public sealed class FeaturesTests(IdentityFixture identity) : IClassFixture<IdentityFixture>, IAsyncLifetime
{
    private const string Export = "export-of-files";
    private static readonly Guid Amal = NameBasedId.For("agency:amal-health");
    private static readonly Guid Embassy = NameBasedId.For("agency:embassy-one");
    private readonly IdentityServer server = identity.Server;
    private string first = "";
    private string second = "";

    /// <summary>Each test begins without any, and with the agreement of the demo.</summary>
    public async Task InitializeAsync()
    {
        (first, second) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true));
        await ChangeAsync("delete from impact_assessments; delete from agency_features; update agreements set active = true, valid_until = '2030-12-31'; update agencies set active = true where active = false");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_is_switched_on_once_another_administrator_has_approved_the_assessment()
    {
        Assert.Equal((409, "assessment"), Missing(await SwitchAsync()));
        var id = await AskAsync();
        Assert.Equal((409, "assessment"), Missing(await SwitchAsync()));
        Assert.Equal(403, (await ApproveAsync(first, id)).Status);              // nobody approves their own
        Assert.Equal((200, "approved"), StateOf(await ApproveAsync(second, id)));
        Assert.False(await IsOnAsync());

        var on = await SwitchAsync();

        Assert.Equal((200, true, Day(90)), (on.Status, on.Json.GetProperty("on").GetBoolean(), on.Json.GetProperty("until").GetString()));
        Assert.Equal(200, (await SwitchAsync()).Status);
        var told = Assert.Single((await StandingAsync()).GetProperty("features").EnumerateArray());
        Assert.Equal((Amal, Export, true, Day(90)), (told.GetProperty("agencyId").GetGuid(), told.GetProperty("feature").GetString(), told.GetProperty("assessed").GetBoolean(), told.GetProperty("assessedUntil").GetString()));
        Assert.Equal(["identity", "contact"], told.GetProperty("packages").EnumerateArray().Select(package => package.GetString()));
    }

    [Fact]
    public async Task One_whose_day_of_review_is_over_is_approved_no_more()
    {
        var id = await AskAsync();
        await ChangeAsync($"update impact_assessments set review_on = current_date - 1 where assessment_id = '{id}'");

        Assert.Equal(409, (await ApproveAsync(second, id)).Status);
    }

    [Theory]
    [InlineData("update agreements set active = false", "agreement")]
    [InlineData("update agreements set valid_until = current_date - 1", "agreement")]
    [InlineData("update agreements set packages = '{identity}'", "agreement")]
    [InlineData("update agreements set agency_ids = array_remove(agency_ids, '{0}')", "agreement")]
    [InlineData("update impact_assessments set review_on = current_date - 1", "assessment")]
    [InlineData("update impact_assessments set revoked_at = now()", "assessment")]
    [InlineData("update agencies set active = false where agency_id = '{0}'", "")]
    public async Task It_goes_off_by_itself_when_what_it_needs_ends(string end, string missing)
    {
        await OnAsync();
        await using var connection = await identity.Database.OpenAsync();
        var agreement = await connection.QuerySingleAsync<(Guid[] Agencies, string[] Packages)>("select agency_ids, packages from agreements where code = 'libya-protection-referrals'");

        await ChangeAsync(end.Replace("{0}", $"{Amal}", StringComparison.Ordinal));

        Assert.False(await IsOnAsync());
        Assert.Equal(missing, string.Join(' ', (await FeatureAsync()).GetProperty("missing").EnumerateArray().Select(part => part.GetString())));
        Assert.Equal(409, (await SwitchAsync()).Status);
        await connection.ExecuteAsync("update agreements set agency_ids = @Agencies, packages = @Packages where code = 'libya-protection-referrals'", new { agreement.Agencies, agreement.Packages });
    }

    [Fact]
    public async Task A_newer_version_takes_the_place_of_the_older_once_it_is_approved_and_no_older_one_comes_back()
    {
        var (old, newer) = (await AskAsync(), await AskAsync());
        await ApproveAsync(second, old);
        await SwitchAsync();
        Assert.Equal("approved", await StateAsync(old));

        Assert.Equal(200, (await ApproveAsync(second, newer)).Status);

        Assert.Equal(("superseded", "approved", 2), (await StateAsync(old), await StateAsync(newer), (await GetAsync(newer)).Json.GetProperty("version").GetInt32()));
        Assert.True(await IsOnAsync());
        Assert.Equal(204, (await RevokeAsync(newer)).Status);
        Assert.Equal(204, (await RevokeAsync(newer)).Status);
        Assert.False(await IsOnAsync());
        Assert.Equal((409, "revoked"), StateOf(await ApproveAsync(second, newer)));
        Assert.Equal(JsonValueKind.Null, Assert.Single((await StandingAsync()).GetProperty("features").EnumerateArray()).GetProperty("assessedUntil").ValueKind);
    }

    [Fact]
    public async Task One_written_before_another_that_counts_is_not_approved_any_more()
    {
        var (old, newer) = (await AskAsync(), await AskAsync());
        await ApproveAsync(second, newer);

        Assert.Equal((409, "superseded"), StateOf(await ApproveAsync(second, old)));
    }

    [Fact]
    public async Task It_is_switched_off_at_once_and_a_repeat_changes_nothing()
    {
        await OnAsync();

        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{Amal}/features/{Export}", first)).Status);
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{Amal}/features/{Export}", first)).Status);

        Assert.Equal(404, (await server.SendAsync(HttpMethod.Delete, $"/api/agencies/{Guid.NewGuid()}/features/{Export}", first)).Status);
        Assert.False(await IsOnAsync());
        Assert.Empty((await StandingAsync()).GetProperty("features").EnumerateArray());
    }

    [Fact]
    public async Task Who_reviews_an_agency_s_access_sees_its_features_and_when_they_end()
    {
        await OnAsync(days: 20);

        var access = (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Amal}/access", first)).Json;

        var feature = Assert.Single(access.GetProperty("features").EnumerateArray());
        Assert.Equal((Export, true, Day(20)), (feature.GetProperty("feature").GetString(), feature.GetProperty("on").GetBoolean(), feature.GetProperty("until").GetString()));
        Assert.Equal(Export, Assert.Single(access.GetProperty("endsSoon").EnumerateArray(), ending => ending.GetProperty("what").GetString() == "assessment").GetProperty("code").GetString());
    }

    [Fact]
    public async Task It_is_the_lead_s_to_decide_and_the_agency_s_own_administrators_see_it()
    {
        var id = await AskAsync();
        await ChangeAsync("update users set roles = '{access-admin}' where user_name = 'caseworker@amal-health.demo' and roles <> '{access-admin}'");
        var amal = (await new Browser(server).SignInForTokensAsync("caseworker@amal-health.demo", "Demo!amal-health")).AccessToken;

        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Amal}/features", amal)).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Embassy}/features", amal)).Status);
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Put, $"/api/agencies/{Amal}/features/{Export}", amal, body: new { })).Status);
        Assert.Equal(403, (await ApproveAsync(amal, id)).Status);
        Assert.Equal(403, (await GetAsync(id, amal)).Status);
    }

    [Fact]
    public async Task An_agency_that_holds_no_cases_is_no_party_and_so_it_stays_off()
    {
        Assert.Equal(200, (await ApproveAsync(second, await AskAsync(agency: Embassy))).Status);

        Assert.Equal((409, "agreement"), Missing(await SwitchAsync(Embassy)));
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Put, $"/api/agencies/{Amal}/features/everything", first, body: new { })).Status);
        Assert.Equal(404, (await SwitchAsync(Guid.NewGuid())).Status);
    }

    [Theory]
    [InlineData("$.feature", "everything", "Few.", 90)]
    [InlineData("$.summary", Export, "", 90)]
    [InlineData("$.reviewOn", Export, "Few.", 0)]
    [InlineData("$.reviewOn", Export, "Few.", 400)]
    public async Task What_is_wrong_in_an_assessment_is_named(string path, string feature, string summary, int days)
    {
        var refused = await server.SendAsync(HttpMethod.Post, "/api/impact-assessments", first, body: new { feature, agencyId = Amal, summary, reviewOn = Day(days) });

        Assert.Equal((400, path), (refused.Status, refused.Json.GetProperty("errors").EnumerateObject().Single().Name));
    }

    private static string Day(int ahead) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(ahead).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static (int, string) Missing(Answer answer) =>
        (answer.Status, string.Join(' ', answer.Json.GetProperty("missing").EnumerateArray().Select(part => part.GetString())));

    private static (int, string?) StateOf(Answer answer) => (answer.Status, answer.Json.GetProperty("state").GetString());

    private async Task<Guid> AskAsync(Guid? agency = null, int days = 90)
    {
        var asked = await server.SendAsync(HttpMethod.Post, "/api/impact-assessments", first, body: new { feature = Export, agencyId = agency ?? Amal, summary = "Few people, watermarked (invented).", reviewOn = Day(days) });
        Assert.Equal((201, "asked"), StateOf(asked));
        return asked.Json.GetProperty("assessmentId").GetGuid();
    }

    private async Task OnAsync(int days = 90)
    {
        Assert.Equal(200, (await ApproveAsync(second, await AskAsync(days: days))).Status);
        Assert.Equal(200, (await SwitchAsync()).Status);
    }

    private Task<Answer> ApproveAsync(string token, Guid id) => server.SendAsync(HttpMethod.Post, $"/api/impact-assessments/{id}/approval", token);

    private Task<Answer> RevokeAsync(Guid id) => server.SendAsync(HttpMethod.Delete, $"/api/impact-assessments/{id}", first);

    private Task<Answer> GetAsync(Guid id, string? token = null) => server.SendAsync(HttpMethod.Get, $"/api/impact-assessments/{id}", token ?? first);

    private async Task<string?> StateAsync(Guid id) => (await GetAsync(id)).Json.GetProperty("state").GetString();

    private Task<Answer> SwitchAsync(Guid? agency = null) => server.SendAsync(HttpMethod.Put, $"/api/agencies/{agency ?? Amal}/features/{Export}", first, body: new { });

    private async Task<JsonElement> FeatureAsync() => Assert.Single((await server.SendAsync(HttpMethod.Get, $"/api/agencies/{Amal}/features", first)).Json.GetProperty("items").EnumerateArray());

    private async Task<bool> IsOnAsync() => (await FeatureAsync()).GetProperty("on").GetBoolean();

    private async Task<JsonElement> StandingAsync() => (await server.SendAsync(HttpMethod.Get, "/internal/standing", (await server.ServiceTokenAsync()).AccessToken)).Json;

    private async Task ChangeAsync(string sql)
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync(sql);
    }
}
