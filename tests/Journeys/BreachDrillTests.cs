using System.Globalization;
using System.Text.Json.Nodes;

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
        var (client, name, secret) = await platform.RegisterClientAsync("amal-health");
        var lawful = new Partner(platform, "amal-health") { Token = await platform.AskTokenAsync(name, secret) };
        var (read, found, before) = (await lawful.RegisterAsync(), await lawful.RegisterAsync(file => file["givenName"] = "Zbdfgkmrst"), await lawful.RegisterAsync());
        var bayt = await lawful.AgencyIdAsync("bayt-shelter");
        await lawful.ConsentAsync(read, bayt);
        var referral = (await lawful.PostAsync("/api/referrals", Partner.Referral(read, bayt))).Expect(201).Json.Id("referralId");
        (await lawful.GetAsync($"/api/people/{before}")).Expect(200);
        var noon = await platform.NowAsync();
        Assert.Equal(2, (await BreachAsync(name, "--since", noon)).ExitCode);   // an id is asked for

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

    private static DateTimeOffset Instant(JsonObject line, string field) => line[field]!.GetValue<DateTimeOffset>();
}
