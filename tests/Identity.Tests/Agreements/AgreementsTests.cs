using System.Text.Json;
using Dapper;
using Platform.Identity.Clients;

namespace Platform.Identity.Tests.Agreements;

/// <summary>DraftAgreement, SignAgreement, ActivateAgreement, EndAgreement, LeaveAgreement, ListAgreements, GetAgreement, TellOfLapsedAgreements.</summary>
public sealed class AgreementsTests(IdentityFixture identity) : IClassFixture<IdentityFixture>, IAsyncLifetime
{
    private static readonly Guid Iom = NameBasedId.For("agency:iom-libya");
    private static readonly Guid Amal = NameBasedId.For("agency:amal-health");
    private static readonly Guid Bayt = NameBasedId.For("agency:bayt-shelter");
    private readonly IdentityServer server = identity.Server;

    /// <summary>The relay takes away what it has sent: a trigger keeps what there was.</summary>
    public async Task InitializeAsync()
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("""
            create table if not exists announced (position bigint generated always as identity, aggregate uuid, exchange text);
            create or replace function keep_announced() returns trigger language plpgsql security definer as
                $$ begin insert into public.announced (aggregate, exchange) values (new.aggregate, new.exchange); return null; end $$;
            create or replace trigger keep_announced after insert on messaging.outbox for each row execute function keep_announced();
            """);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_is_drafted_signed_by_each_party_and_put_into_force_by_a_second_administrator()
    {
        var (first, second, amal) = (await server.AdministratorTokenAsync(), await server.AdministratorTokenAsync(second: true), await AdministratorOfAsync("amal-health"));
        var id = await DraftAsync(first, "health-2027", Iom, Amal);

        Assert.Equal((409, "draft"), StateOf(await MoveAsync(second, id, "activation")));
        Assert.Equal((200, "draft"), StateOf(await MoveAsync(amal, id, "signature")));
        Assert.Equal((409, "draft"), StateOf(await MoveAsync(amal, id, "signature")));                // once
        Assert.Equal(403, (await MoveAsync(amal, id, "activation")).Status);
        Assert.Equal((200, "signed"), StateOf(await MoveAsync(first, id, "signature")));
        Assert.False(await IsInForceAsync("health-2027"));
        Assert.Equal(403, (await MoveAsync(first, id, "activation")).Status);                          // nobody puts their own draft into force
        Assert.Equal((200, "in-force"), StateOf(await MoveAsync(second, id, "activation")));
        Assert.True(await IsInForceAsync("health-2027"));
        Assert.Equal((409, "in-force"), StateOf(await MoveAsync(second, id, "activation")));
        Assert.Equal(["AgreementActivated"], await AnnouncedAsync(id));
    }

    [Fact]
    public async Task The_lead_ends_one_at_once_and_a_repeat_changes_nothing()
    {
        var first = await server.AdministratorTokenAsync();
        var id = await InForceAsync("short-lived", Iom, Amal);

        Assert.Equal(204, (await EndAsync(first, id)).Status);
        Assert.Equal(204, (await EndAsync(first, id)).Status);

        Assert.False(await IsInForceAsync("short-lived"));
        Assert.Equal((200, "ended"), StateOf(await server.SendAsync(HttpMethod.Get, $"/api/agreements/{id}", first)));
        Assert.Equal(["AgreementActivated", "AgreementLapsed"], await AnnouncedAsync(id));
        Assert.Equal((409, "ended"), StateOf(await MoveAsync(await server.AdministratorTokenAsync(second: true), id, "activation")));
    }

    [Fact]
    public async Task A_party_leaves_alone_and_the_last_but_one_ends_it()
    {
        var (amal, bayt) = (await AdministratorOfAsync("amal-health"), await AdministratorOfAsync("bayt-shelter"));
        var id = await InForceAsync("three-of-us", Iom, Amal, Bayt);

        var both = await Task.WhenAll(LeaveAsync(amal, id), LeaveAsync(bayt, id));                      // at once: neither is lost
        Assert.All(both, answer => Assert.Equal(204, answer.Status));

        var read = await server.SendAsync(HttpMethod.Get, $"/api/agreements/{id}", amal);
        Assert.Equal((200, "ended"), StateOf(read));
        Assert.Equal(2, read.Json.GetProperty("leftIds").GetArrayLength());
        Assert.False(await IsInForceAsync("three-of-us"));
        Assert.Equal(204, (await LeaveAsync(amal, id)).Status);
    }

    [Fact]
    public async Task Who_left_is_not_bound_and_the_others_are()
    {
        var bayt = await AdministratorOfAsync("bayt-shelter");
        var id = await InForceAsync("without-bayt", Iom, Amal, Bayt);

        Assert.Equal(204, (await LeaveAsync(bayt, id)).Status);

        Assert.Equal([Iom, Amal], (await StandingAsync("without-bayt"))!.Value.GetProperty("agencyIds").EnumerateArray().Select(agency => agency.GetGuid()).OrderBy(agency => agency != Iom));
        Assert.True(await IsInForceAsync("without-bayt"));
    }

    [Fact]
    public async Task It_is_not_there_for_who_is_no_party_and_the_lead_signs_only_its_own()
    {
        var (first, rihla) = (await server.AdministratorTokenAsync(), await AdministratorOfAsync("rihla-legal"));
        var id = await DraftAsync(first, "between-two", Amal, Bayt);

        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/agreements/{id}", rihla)).Status);
        Assert.Equal(404, (await MoveAsync(rihla, id, "signature")).Status);
        Assert.Equal(404, (await LeaveAsync(rihla, id)).Status);
        Assert.DoesNotContain("between-two", (await server.SendAsync(HttpMethod.Get, "/api/agreements", rihla)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await MoveAsync(first, id, "signature")).Status);
        Assert.Equal(403, (await LeaveAsync(first, id)).Status);
        Assert.Contains("between-two", (await server.SendAsync(HttpMethod.Get, "/api/agreements", first)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await server.SendAsync(HttpMethod.Post, "/api/agreements", rihla, body: Draft("own-idea", Amal, Bayt))).Status);
    }

    [Fact]
    public async Task A_draft_that_a_party_leaves_has_ended()
    {
        var amal = await AdministratorOfAsync("amal-health");
        var id = await DraftAsync(await server.AdministratorTokenAsync(), "never-mind", Iom, Amal);

        Assert.Equal(204, (await LeaveAsync(amal, id)).Status);

        Assert.Equal((409, "ended"), StateOf(await MoveAsync(await server.AdministratorTokenAsync(), id, "signature")));
    }

    [Fact]
    public async Task One_whose_last_day_is_over_is_told_of_once()
    {
        var id = await InForceAsync("over", Iom, Amal);
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update agreements set valid_from = current_date - 10, valid_until = current_date - 1 where agreement_id = @id", new { id });

        await using var other = new IdentityServer(identity.Database);   // another one looks when it starts
        await Eventually.TrueAsync(async () => (await AnnouncedAsync(id)).Length > 1, "told of");

        Assert.Equal(["AgreementActivated", "AgreementLapsed"], await AnnouncedAsync(id));
        Assert.Equal((200, "lapsed"), StateOf(await server.SendAsync(HttpMethod.Get, $"/api/agreements/{id}", await server.AdministratorTokenAsync())));
    }

    [Theory]
    [InlineData("$.code", """{"code": "With Space"}""")]
    [InlineData("$.agencyIds", """{"agencyIds": []}""")]
    [InlineData("$.agencyIds", """{"agencyIds": null}""")]
    [InlineData("$.agencyIds[1]", """{"agencyIds": ["iom-libya", "embassy-one"]}""")]      // what holds no cases is handed none
    [InlineData("$.agencyIds[0]", """{"agencyIds": ["nobody", "iom-libya"]}""")]
    [InlineData("$.agencyIds", """{"agencyIds": ["iom-libya", "iom-libya"]}""")]
    [InlineData("$.purposes", """{"purposes": []}""")]
    [InlineData("$.packages", """{"packages": []}""")]
    [InlineData("$.packages", """{"packages": ["everything"]}""")]
    [InlineData("$.areaCodes", """{"areaCodes": ["LY99"]}""")]
    [InlineData("$.until", """{"from": "2027-06-01", "until": "2027-05-31"}""")]           // dates that cross
    [InlineData("$.until", """{"until": "2020-12-31"}""")]
    [InlineData("$.until", """{"until": "2099-01-01"}""")]
    [InlineData("$.from", """{"from": null}""")]
    [InlineData("$.from", """{"from": "2027-02-30"}""")]
    public async Task What_is_wrong_in_it_is_named_and_entered_in_the_audit(string path, string change)
    {
        var body = new Dictionary<string, JsonElement>(Draft("wrong", Iom, Amal).Select(field => KeyValuePair.Create(field.Key, JsonSerializer.SerializeToElement(field.Value))));
        foreach (var field in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change)!)
        {
            body[field.Key] = field is { Key: "agencyIds", Value.ValueKind: JsonValueKind.Array }
                ? JsonSerializer.SerializeToElement(field.Value.EnumerateArray().Select(code => NameBasedId.For($"agency:{code.GetString()}"))) : field.Value;
        }

        await using var connection = await identity.Database.OpenAsync();
        const string refusals = "select count(*) from access.audit where outcome = 'invalid' and action like '%agreements%'";
        var before = await connection.ExecuteScalarAsync<long>(refusals);

        var refused = await server.SendAsync(HttpMethod.Post, "/api/agreements", await server.AdministratorTokenAsync(), body: body);

        Assert.Equal(400, refused.Status);
        Assert.Equal([path], refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal(before + 1, await connection.ExecuteScalarAsync<long>(refusals));
    }

    [Fact]
    public async Task A_taken_code_is_refused() =>
        Assert.Equal(409, (await server.SendAsync(HttpMethod.Post, "/api/agreements", await server.AdministratorTokenAsync(), body: Draft("libya-protection-referrals", Iom, Amal))).Status);

    private static Dictionary<string, object?> Draft(string code, params Guid[] agencyIds) => new()
    {
        ["code"] = code,
        ["agencyIds"] = agencyIds,
        ["purposes"] = (string[])["service-referral"],
        ["packages"] = (string[])["identity", "contact"],
        ["areaCodes"] = (string[])["LY03"],
        ["from"] = DateOnly.FromDateTime(DateTime.UtcNow),
        ["until"] = DateOnly.FromDateTime(DateTime.UtcNow).AddYears(1),
    };

    private static (int, string?) StateOf(Answer answer) => (answer.Status, answer.Json.GetProperty("state").GetString());

    private async Task<Guid> DraftAsync(string token, string code, params Guid[] parties)
    {
        var drafted = await server.SendAsync(HttpMethod.Post, "/api/agreements", token, body: Draft(code, parties));
        Assert.Equal((201, "draft"), StateOf(drafted));
        return drafted.Json.GetProperty("agreementId").GetGuid();
    }

    private async Task<Guid> InForceAsync(string code, params Guid[] parties)
    {
        var id = await DraftAsync(await server.AdministratorTokenAsync(), code, parties);
        foreach (var agency in new[] { ("iom-libya", Iom), ("amal-health", Amal), ("bayt-shelter", Bayt) }.Where(agency => parties.Contains(agency.Item2)))
            Assert.Equal(200, (await MoveAsync(agency.Item2 == Iom ? await server.AdministratorTokenAsync() : await AdministratorOfAsync(agency.Item1), id, "signature")).Status);
        Assert.Equal((200, "in-force"), StateOf(await MoveAsync(await server.AdministratorTokenAsync(second: true), id, "activation")));
        return id;
    }

    /// <summary>The agency's caseworker of the demo, made its access administrator behind the product's back.</summary>
    private async Task<string> AdministratorOfAsync(string agency)
    {
        await using var connection = await identity.Database.OpenAsync();
        await connection.ExecuteAsync("update users set roles = '{access-admin}' where user_name = @login and roles <> '{access-admin}'", new { login = $"caseworker@{agency}.demo" });
        return (await new Browser(server).SignInForTokensAsync($"caseworker@{agency}.demo", $"Demo!{agency}")).AccessToken;
    }

    private Task<Answer> MoveAsync(string token, Guid id, string move) => server.SendAsync(HttpMethod.Post, $"/api/agreements/{id}/{move}", token);

    private Task<Answer> EndAsync(string token, Guid id) => server.SendAsync(HttpMethod.Delete, $"/api/agreements/{id}", token);

    private Task<Answer> LeaveAsync(string token, Guid id) => server.SendAsync(HttpMethod.Delete, $"/api/agreements/{id}/signature", token);

    private async Task<bool> IsInForceAsync(string code) => (await StandingAsync(code))!.Value.GetProperty("active").GetBoolean();

    private async Task<JsonElement?> StandingAsync(string code) =>
        (await server.SendAsync(HttpMethod.Get, "/internal/standing", (await server.ServiceTokenAsync()).AccessToken)).Json
            .GetProperty("agreements").EnumerateArray().Cast<JsonElement?>().SingleOrDefault(agreement => agreement!.Value.GetProperty("code").GetString() == code);

    private async Task<string[]> AnnouncedAsync(Guid id)
    {
        await using var connection = await identity.Database.OpenAsync();
        return [.. await connection.QueryAsync<string>("select split_part(exchange, ':', 2) from announced where aggregate = @id order by position", new { id })];
    }
}
