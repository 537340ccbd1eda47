using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace Platform.Journeys.Tests;

/// <summary>From "this client's secret leaked at noon" to the list of people affected, and to the end of what the secret opens.</summary>
public sealed class BreachDrillTests : IClassFixture<BreachDrillTests.Attacked>
{
    private readonly RunningPlatform platform;
    private readonly Partner amal;

    public BreachDrillTests(Attacked attacked) => (platform, amal) = (attacked.Platform, new Partner(attacked.Platform, "amal-health"));

    /// <summary>A platform with auditors of two agencies.</summary>
    public sealed class Attacked : IAsyncLifetime
    {
        public RunningPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Platform = await RunningPlatform.StartAsync();
            foreach (var agency in (string[])["amal-health", "bayt-shelter"]) await Platform.PlantUserAsync($"auditor@{agency}.demo", "main", "auditor");
            await Platform.PlantUserAsync("admin@amal-health.demo", "main", "access-admin");
        }

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }

    [Fact]
    public async Task The_list_names_who_was_read_since_noon_and_nobody_else_and_the_secret_opens_nothing_any_more()
    {
        var (client, name, secret) = await RegisterClientAsync("amal-health");
        var lawful = new Partner(platform, "amal-health") { Token = await platform.AskTokenAsync(name, secret) };
        var (read, found, before) = (await lawful.RegisterAsync(), await lawful.RegisterAsync(file => file["givenName"] = "Zbdfgkmrst"), await lawful.RegisterAsync());
        var bayt = await lawful.AgencyIdAsync("bayt-shelter");
        await lawful.ConsentAsync(read, bayt);
        var referral = (await lawful.PostAsync("/api/referrals", Partner.Referral(read, bayt))).Expect(201).Json.Id("referralId");
        (await lawful.GetAsync($"/api/people/{before}")).Expect(200);
        var noon = await NowAsync();

        var thief = new Partner(platform, "amal-health") { Token = await platform.AskTokenAsync(name, secret) };
        (await thief.GetAsync($"/api/people/{read}")).Expect(200);
        (await thief.GetAsync($"/api/people/{read}/consents")).Expect(200);
        Assert.Equal([found], (await thief.PostAsync("/api/people/search", new { name = "Zbdfgkmrst Invented" })).Items().Select(item => item.Id("personId")));
        (await thief.GetAsync($"/api/people/{Guid.NewGuid()}")).Expect(404);
        (await thief.GetAsync("/api/referrals?box=sent")).Expect(200);
        var other = await amal.RegisterAsync();                            // by the agency's other system
        var (exitCode, output) = await BreachAsync($"{client}", "--since", noon, "--suspend");

        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var people = lines.Where(line => line.Text("service") == "registrations").ToDictionary(line => line.Id("personId"));
        Assert.Equal(new HashSet<Guid> { read, found }, people.Keys.ToHashSet());
        Assert.DoesNotContain(before, people.Keys);
        Assert.DoesNotContain(other, people.Keys);
        Assert.Equal(("consent identity", 2), (string.Join(' ', people[read]["dataClasses"]!.AsArray()), people[read]["times"]!.GetValue<int>()));
        Assert.Equal(await amal.AgencyIdAsync("amal-health"), people[read].Id("ownerAgencyId"));
        Assert.True(Instant(people[read], "firstAt") > DateTimeOffset.Parse(noon, CultureInfo.InvariantCulture) && Instant(people[read], "firstAt") < Instant(people[read], "lastAt"));
        Assert.Equal((referral, read), lines.Where(line => line.Text("service") == "referrals").Select(line => (line.Id("referralId"), line.Id("personId"))).Single());
        Assert.DoesNotContain("Zbdfgkmrst", output, StringComparison.Ordinal);
        Assert.Contains("registrations: 1 more records could have been read", output, StringComparison.Ordinal);

        await Eventually.TrueAsync(async () => (await thief.GetAsync($"/api/people/{read}")).Status == 401);
        var admin = await platform.SignInAnewAsync("access-admin@iom-libya.demo");
        (await admin.PostAsync($"/api/clients/{client}/secrets", new { overlapHours = 0 })).Expect(200);
        (await admin.DeleteAsync($"/api/clients/{client}/suspension")).Expect(204);
        await Assert.ThrowsAsync<HttpRequestException>(() => platform.AskTokenAsync(name, secret));
    }

    [Fact]
    public async Task Of_what_a_receiver_s_secret_opened_the_owner_is_named_and_the_person_to_the_owner_only()
    {
        var (client, name, secret) = await RegisterClientAsync("bayt-shelter", "focal-point");
        var (listed, person, _) = await amal.ReferAsync("bayt-shelter");
        var noon = await NowAsync();
        var thief = new Partner(platform, "bayt-shelter") { Token = await platform.AskTokenAsync(name, secret) };
        Assert.Contains((await thief.GetAsync("/api/referrals?box=inbox&limit=200")).Items(), item => item.Id("referralId") == listed);

        var told = Line(await AskAsync("auditor@bayt-shelter.demo"));
        Assert.Equal(("dataClasses firstAt lastAt ownerAgencyId referralId times", await amal.AgencyIdAsync("amal-health")), (told.FieldNames(), told.Id("ownerAgencyId")));
        Assert.Equal(person, Line(await AskAsync("access-admin@iom-libya.demo")).Id("personId"));
        Assert.Empty((await (await platform.SignInAsync("auditor@bayt-shelter.demo")).GetAsync($"/api/operations/registrations/exposure?caller={client}&from={noon}")).Items());

        JsonObject Line(Answer answer) => answer.Items().Single(line => line.Id("referralId") == listed);
        async Task<Answer> AskAsync(string login) => await (await platform.SignInAsync(login)).GetAsync($"/api/operations/referrals/exposure?caller={client}&from={noon}&limit=200");
    }

    [Fact]
    public async Task What_could_have_been_read_and_was_not_is_a_number_and_the_agency_s_own_auditor_is_told_which()
    {
        var (client, name, secret) = await RegisterClientAsync("amal-health");
        var noon = await NowAsync();
        var system = new Partner(platform, "amal-health") { Token = await platform.AskTokenAsync(name, secret) };
        var people = new[] { await system.RegisterAsync(), await system.RegisterAsync(), await system.RegisterAsync() };
        var evening = await NowAsync();
        (await system.GetAsync($"/api/people/{people[1]}")).Expect(200);
        var (admin, auditor) = (await platform.SignInAsync("access-admin@iom-libya.demo"), await platform.SignInAsync("auditor@amal-health.demo"));

        Assert.Equal((2, 1), await CountsAsync($"from={evening}"));
        Assert.Equal((0, 3), await CountsAsync($"from={noon}"));
        List<Guid> named = [];
        for (var next = ""; next is not null;)
        {
            var page = await auditor.GetAsync($"/api/operations/registrations/exposure/unread?caller={client}&from={evening}&limit=1{next}");
            named.AddRange(page.Items().Select(item => item.Id("recordId")));
            next = page.Json.Text("next") is { } cursor ? $"&cursor={cursor}" : null;
        }

        Assert.Equal([people[2], people[0]], named);
        (await admin.GetAsync($"/api/operations/registrations/exposure/unread?caller={client}&from={evening}")).Expect(403);

        // all of an agency, page by page
        var first = await auditor.GetAsync($"/api/operations/registrations/exposure?agency={await amal.AgencyIdAsync("amal-health")}&from={noon}&limit=2");
        Assert.Equal(people[1], first.Items()[0].Id("personId"));
        var rest = await auditor.GetAsync($"/api/operations/registrations/exposure?agency={await amal.AgencyIdAsync("amal-health")}&from={noon}&limit=200&cursor={first.Json.Text("next")}");
        Assert.Empty(rest.Items().Select(item => item.Id("personId")).Intersect(first.Items().Select(item => item.Id("personId"))));
        Assert.Contains(people[0], rest.Items().Select(item => item.Id("personId")));

        async Task<(int Unread, int Read)> CountsAsync(string time)
        {
            var answer = await admin.GetAsync($"/api/operations/registrations/exposure?caller={client}&{time}");
            return (answer.Expect(200)["unread"]!.GetValue<int>(), answer.Items().Count);
        }
    }

    [Fact]
    public async Task Only_the_agency_s_auditors_and_the_lead_s_administrators_ask()
    {
        var (client, noon) = (await platform.MemberIdAsync("amal-health-system"), await NowAsync());
        var path = $"/api/operations/registrations/exposure?caller={client}&from={noon}";
        var admin = await platform.SignInAsync("access-admin@iom-libya.demo");

        (await amal.GetAsync(path)).Expect(403);
        (await (await platform.SignInAsync("admin@amal-health.demo")).GetAsync(path)).Expect(403);
        (await (await platform.SignInAsync("auditor@bayt-shelter.demo")).GetAsync(path)).Expect(404);
        (await (await platform.SignInAsync("auditor@iom-libya.demo")).GetAsync(path)).Expect(404);
        (await admin.GetAsync($"/api/operations/registrations/exposure?caller={Guid.NewGuid()}&from={noon}")).Expect(404);
        Assert.Equal("$.from", (await admin.GetAsync($"/api/operations/registrations/exposure?caller={client}")).WrongFields());
        Assert.Equal("$.caller", (await admin.GetAsync($"/api/operations/registrations/exposure?from={noon}")).WrongFields());
        Assert.Equal("$.until", (await admin.GetAsync($"{path}&until={noon}")).WrongFields());
        Assert.Equal(2, (await BreachAsync("amal-health-system", "--since", noon)).ExitCode);
    }

    private Task<(int ExitCode, string Output)> BreachAsync(params string[] arguments) => Script.RunAsync(
        "platform",
        new Dictionary<string, string>
        {
            ["PLATFORM_GATEWAY"] = platform.AddressOf("gateway").AbsoluteUri.TrimEnd('/'),
            ["PLATFORM_LOGIN"] = "access-admin@iom-libya.demo",
            ["PLATFORM_PASSWORD"] = "Demo!iom-libya",
        },
        TimeSpan.FromMinutes(1),
        ["breach", .. arguments]);

    private async Task<(Guid Id, string Name, string Secret)> RegisterClientAsync(string agency, string role = "caseworker")
    {
        var admin = await platform.SignInAsync("access-admin@iom-libya.demo");
        var name = $"{agency}-{Guid.NewGuid():N}";
        var agencyId = await amal.AgencyIdAsync(agency);
        var teams = (await admin.GetAsync($"/api/teams?agency={agencyId}")).Items().Select(team => team.Id("teamId"));
        var made = (await admin.PostAsync("/api/clients", new { agencyId, clientId = name, roles = (string[])[role], teamIds = teams, areaCodes = (string[])["*"] })).Expect(201);
        await platform.KnownAsync();
        return (made.Json.Id("id"), name, made["secret"]!.GetValue<string>());
    }

    // the audit's own clock
    private async Task<string> NowAsync()
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var now = new NpgsqlCommand("select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", database);
        return (string)(await now.ExecuteScalarAsync())!;
    }

    private static DateTimeOffset Instant(JsonObject line, string field) => line[field]!.GetValue<DateTimeOffset>();
}
