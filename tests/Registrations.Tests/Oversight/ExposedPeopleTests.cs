namespace Platform.Registrations.Tests.Oversight;

/// <summary>What was read with a secret that leaked, and what could have been, is told to who may ask.</summary>
public sealed class ExposedPeopleTests : Transfers.BetweenTeams
{
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        foreach (var agency in (string[])["amal-health", "bayt-shelter"]) await Platform.PlantUserAsync($"auditor@{agency}.demo", "main", "auditor");
        await Platform.PlantUserAsync("admin@amal-health.demo", "main", "access-admin");
    }

    [Fact]
    public async Task What_could_have_been_read_and_was_not_is_a_number_and_the_agency_s_own_auditor_is_told_which()
    {
        var (client, name, secret) = await Platform.RegisterClientAsync("amal-health");
        var noon = await Platform.NowAsync();
        var system = new Partner(Platform, "amal-health") { Token = await Platform.AskTokenAsync(name, secret) };
        var people = new[] { await system.RegisterAsync(), await system.RegisterAsync(), await system.RegisterAsync() };
        var evening = await Platform.NowAsync();
        (await system.GetAsync($"/api/people/{people[1]}")).Expect(200);
        var (admin, auditor) = (await Platform.SignInAsync("access-admin@iom-libya.demo"), await Platform.SignInAsync("auditor@amal-health.demo"));

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
        List<Guid> ofTheAgency = [];
        for (var next = ""; next is not null;)
        {
            var page = await auditor.GetAsync($"/api/operations/registrations/exposure?agency={await Amal.AgencyIdAsync("amal-health")}&from={noon}&limit=2{next}");
            ofTheAgency.AddRange(page.Items().Select(item => item.Id("personId")));
            next = !ofTheAgency.Contains(people[1]) && page.Json.Text("next") is { } cursor ? $"&cursor={cursor}" : null;
        }

        Assert.Equal(ofTheAgency.Distinct().Count(), ofTheAgency.Count);
        Assert.Contains(people[1], ofTheAgency);

        async Task<(int Unread, int Read)> CountsAsync(string time)
        {
            var answer = await admin.GetAsync($"/api/operations/registrations/exposure?caller={client}&{time}");
            return (answer.Expect(200)["unread"]!.GetValue<int>(), answer.Items().Count);
        }
    }

    [Fact]
    public async Task Only_the_agency_s_auditors_and_the_lead_s_administrators_ask()
    {
        var (client, noon) = (await Platform.MemberIdAsync("amal-health-system"), await Platform.NowAsync());
        var path = $"/api/operations/registrations/exposure?caller={client}&from={noon}";
        var admin = await Platform.SignInAsync("access-admin@iom-libya.demo");

        (await Amal.GetAsync(path)).Expect(403);
        (await (await Platform.SignInAsync("admin@amal-health.demo")).GetAsync(path)).Expect(403);
        (await (await Platform.SignInAsync("auditor@bayt-shelter.demo")).GetAsync(path)).Expect(404);
        (await (await Platform.SignInAsync("auditor@iom-libya.demo")).GetAsync(path)).Expect(404);
        await Platform.PlantUserAsync("auditing-admin@iom-libya.demo", "tripoli", "auditor", "access-admin");   // who asks about everybody, and of their own only which
        (await (await Platform.SignInAsync("auditing-admin@iom-libya.demo")).GetAsync(path.Replace("exposure?", "exposure/unread?", StringComparison.Ordinal))).Expect(404);
        (await admin.GetAsync($"/api/operations/registrations/exposure?caller={Guid.NewGuid()}&from={noon}")).Expect(404);
        Assert.Equal("$.from", (await admin.GetAsync($"/api/operations/registrations/exposure?caller={client}")).WrongFields());
        Assert.Equal("$.caller", (await admin.GetAsync($"/api/operations/registrations/exposure?from={noon}")).WrongFields());
        Assert.Equal("$.until", (await admin.GetAsync($"{path}&until={noon}")).WrongFields());
    }
}
