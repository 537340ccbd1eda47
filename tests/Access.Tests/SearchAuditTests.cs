using System.Text.Json.Nodes;
using Npgsql;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>An auditor finds who did what in their own agency, and nobody else finds anything.</summary>
public sealed class SearchAuditTests : IAsyncLifetime
{
    private const string Path = "/api/operations/registrations/audit";

    private RunningPlatform platform = null!;

    private Partner amal = null!;

    private Partner auditor = null!;

    public async Task InitializeAsync()
    {
        platform = await RunningPlatform.SharedAsync();
        await platform.PlantUserAsync("auditor@amal-health.demo", "main", "auditor");
        await platform.PlantUserAsync("auditor@bayt-shelter.demo", "main", "auditor");

        (amal, auditor) = (new Partner(platform, "amal-health"), await platform.SignInAsync("auditor@amal-health.demo"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_read_a_record_is_found_the_newest_first_and_never_what_they_read()
    {
        var person = await amal.RegisterAsync(file => file["givenName"] = "Zzyzxaudited");
        (await amal.GetAsync($"/api/people/{person}")).Expect(200);
        (await amal.GetAsync($"/api/people/{person}/consents")).Expect(200);

        var found = await auditor.GetAsync($"{Path}?record={person}");

        Assert.Equal(["GET /people/{personId:guid}/consents consent", "GET /people/{personId:guid} identity", "POST /people identity"], found.Items().Select(entry => $"{entry.Text("action")} {entry.Text("dataClass")}"));
        Assert.All(found.Items(), entry => Assert.Equal("action at caller dataClass entry outcome records trace", entry.FieldNames()));
        Assert.All(found.Items(), entry => Assert.Equal(("allowed", person.ToString()), (entry.Text("outcome"), entry["records"]!.AsArray().Single()!.GetValue<string>())));
        Assert.DoesNotContain("Zzyzxaudited", found.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_did_to_the_agencys_record_is_their_own_auditors_to_find()
    {
        var (person, bayt) = (await amal.RegisterAsync(), new Partner(platform, "bayt-shelter"));
        (await bayt.GetAsync($"/api/people/{person}")).Expect(404);

        Assert.Equal(["POST /people allowed"], await FoundAsync(auditor, $"record={person}"));
        Assert.Equal(["GET /people/{personId:guid} not-found"], await FoundAsync(await platform.SignInAsync("auditor@bayt-shelter.demo"), $"record={person}"));
        Assert.Empty(await FoundAsync(await platform.SignInAsync("auditor@iom-libya.demo"), $"record={person}"));
    }

    [Fact]
    public async Task Looking_is_entered_under_the_record_that_was_looked_for()
    {
        var person = await amal.RegisterAsync();

        Assert.Equal(["POST /people allowed"], await FoundAsync(auditor, $"record={person}"));
        (await amal.GetAsync($"{Path}?record={person}")).Expect(403);

        Assert.Equal(["GET /operations/audit forbidden", "GET /operations/audit allowed", "POST /people allowed"], await FoundAsync(auditor, $"record={person}"));
    }

    [Fact]
    public async Task Each_filter_leaves_out_what_is_not_looked_for()
    {
        var (person, supervisor) = (await amal.RegisterAsync(), await platform.SignInAsync("supervisor@amal-health.demo"));
        (await supervisor.GetAsync($"/api/people/{person}")).Expect(200);
        (await (await platform.SignInAsync("focal-point@amal-health.demo")).GetAsync($"/api/people/{person}")).Expect(403);
        var all = (await auditor.GetAsync($"{Path}?record={person}")).Items();
        var (middle, last) = (all[1].Text("at")!, all[0].Text("at")!);

        Assert.Equal(["GET /people/{personId:guid} forbidden", "GET /people/{personId:guid} allowed", "POST /people allowed"], all.Select(Said));
        Assert.Equal(["GET /people/{personId:guid} allowed"], await FoundAsync(auditor, $"record={person}&caller={all[1].Id("caller")}"));
        Assert.Equal(["POST /people allowed"], await FoundAsync(auditor, $"record={person}&action=POST%20%2Fpeople"));
        Assert.Equal(["GET /people/{personId:guid} forbidden"], await FoundAsync(auditor, $"record={person}&outcome=forbidden"));
        Assert.Equal(["GET /people/{personId:guid} allowed"], await FoundAsync(auditor, $"record={person}&from={Uri.EscapeDataString(middle)}&until={Uri.EscapeDataString(last)}"));
        Assert.Equal(["GET /people/{personId:guid} allowed"], (await FoundAsync(auditor, $"caller={all[1].Id("caller")}&outcome=allowed&limit=1")));
        Assert.Empty(await FoundAsync(auditor, $"record={person}&caller={Guid.NewGuid()}"));
    }

    [Fact]
    public async Task What_was_refused_to_a_system_at_the_token_door_and_with_a_token_that_ended_is_found_by_its_agency_s_auditor_once()
    {
        var (admin, person) = (await platform.SignInAsync("access-admin@iom-libya.demo"), await amal.RegisterAsync());
        var client = (await admin.PostAsync("/api/clients", new { agencyId = await amal.AgencyIdAsync("amal-health"), clientId = $"amal-health-{Guid.NewGuid():N}", roles = (string[])["caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["*"] })).Expect(201).Json;
        var (id, token) = (client.Id("id"), await platform.AskTokenAsync(client.Text("clientId")!, client.Text("secret")!));
        var there = new Partner(platform, "amal-health", platform.AddressOf("registrations")) { Token = token };
        (await there.GetAsync("/people")).Expect(200);

        (await admin.PostAsync($"/api/clients/{id}/suspension", null)).Expect(204);
        await Assert.ThrowsAsync<HttpRequestException>(() => platform.AskTokenAsync(client.Text("clientId")!, client.Text("secret")!));
        await Eventually.TrueAsync(async () => (await there.GetAsync($"/people/{person}")).Status == 401);   // the first one ends the wait
        (await there.With(token: $"{token[..^8]}AAAAAAAA").GetAsync($"/people/{person}")).Expect(401);       // signed by nobody, and entered under nobody

        Assert.Equal(["POST /connect/token suspended"], (await auditor.GetAsync($"/api/operations/identity/audit?caller={id}")).Items().Select(Said));
        Assert.Equal(["GET /people/{personId:guid} token-ended"], await FoundAsync(auditor, $"record={person}&outcome=token-ended"));
        Assert.Equal(["GET /people/{personId:guid} token-ended"], await FoundAsync(auditor, $"caller={id}&outcome=token-ended"));
        Assert.Empty(await FoundAsync(await platform.SignInAsync("auditor@bayt-shelter.demo"), $"caller={id}"));
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var all = new NpgsqlCommand("select count(*) from access.audit where outcome not in ('allowed', 'not-found') and $1 = any (records)", database) { Parameters = { new() { Value = person } } };
        Assert.Equal(1L, await all.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Page_by_page_each_entry_is_there_once()
    {
        var person = await amal.RegisterAsync();
        for (var read = 0; read < 6; read++)
        {
            (await amal.GetAsync($"/api/people/{person}")).Expect(200);
        }

        var whole = (await auditor.GetAsync($"{Path}?record={person}&until={Now()}")).Items().Select(Number).ToList();
        List<long> pages = [];
        var until = Now();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await auditor.GetAsync($"{Path}?record={person}&action=GET%20%2Fpeople%2F%7BpersonId%3Aguid%7D&until={until}&limit=2{cursor}")).Expect(200);
            pages.AddRange(page.Items().Select(Number));
            cursor = page.Json.Text("next") is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(7, whole.Count);
        Assert.Equal(whole.Take(6), pages);
        Assert.Equal(pages.OrderDescending(), pages);

        static long Number(JsonObject entry) => entry["entry"]!.GetValue<long>();
        static string Now() => Uri.EscapeDataString($"{DateTimeOffset.UtcNow.AddMinutes(1):O}");
    }

    [Theory]
    [InlineData("supervisor@amal-health.demo")]
    [InlineData("access-admin@iom-libya.demo")]
    [InlineData("consular-officer@embassy-one.demo")]
    public async Task Who_is_no_auditor_is_refused(string login)
    {
        foreach (var service in (string[])["registrations", "assessments", "referrals", "identity"])
        {
            Assert.Equal("forbidden", (await (await platform.SignInAsync(login)).GetAsync($"/api/operations/{service}/audit")).Expect(403).Problem);
        }
    }

    [Theory]
    [InlineData("registrations", "DELETE", "/api/people/{0}/consents/{0}")]
    [InlineData("referrals", "GET", "/api/referrals/{0}")]
    [InlineData("identity", "DELETE", "/api/users/{0}/suspension")]
    public async Task Every_service_has_its_own(string service, string method, string path)
    {
        var absent = Guid.NewGuid();
        var who = await platform.SignInAsync(service == "identity" ? "access-admin@iom-libya.demo" : "supervisor@iom-libya.demo");
        (await who.SendAsync(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, absent), null, [])).Expect(404);

        var entry = Assert.Single((await (await platform.SignInAsync("auditor@iom-libya.demo")).GetAsync($"/api/operations/{service}/audit?record={absent}")).Items());
        Assert.Equal("not-found", entry.Text("outcome"));
    }

    [Theory]
    [InlineData("record=x&caller=7&outcome=No&from=yesterday&until=", "$.caller $.from $.outcome $.record $.until")]
    [InlineData("action=", "$.action")]
    [InlineData("action=a%00b", "$.action")]
    [InlineData("action=%E2%80%AE", "$.action")]
    [InlineData("record=1b5e3d61-0e48-4b36-a1a9-b2fd257f883b&record=1b5e3d61-0e48-4b36-a1a9-b2fd257f883b", "$.record")]
    [InlineData("limit=0", "$.limit")]
    [InlineData("cursor=x", "$.cursor")]
    public async Task What_cannot_be_looked_for_is_named(string query, string fields) => Assert.Equal(fields, (await auditor.GetAsync($"{Path}?{query}")).WrongFields());

    private static async Task<IReadOnlyList<string>> FoundAsync(Partner by, string query) => [.. (await by.GetAsync($"{Path}?{query}")).Items().Select(Said)];

    private static string Said(JsonObject entry) => $"{entry.Text("action")} {entry.Text("outcome")}";
}
