using Npgsql;

namespace Platform.Registrations.Tests.Oversight;

/// <summary>An explanation says what holds, why and until when, to who may ask, and nothing of what is in the record.</summary>
public sealed class ExplainAccessTests : Transfers.BetweenTeams
{
    private const string Fields = "changes decides grants member policies reads recordId says";
    private const string OwnAuditor = "auditor@amal-health.demo";
    private const string OwnAdmin = "access-admin@amal-health.demo";

    private Partner admin = null!;

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await Platform.PlantUserAsync(OwnAuditor, "main", "auditor");
        await Platform.PlantUserAsync(OwnAdmin, "main", "access-admin");

        admin = await Platform.SignInAsync("access-admin@iom-libya.demo");
    }

    [Fact]
    public async Task Who_opened_a_file_reads_it_and_the_explanation_holds_no_word_of_it()
    {
        var name = Invented();
        var person = await Amal.RegisterAsync(file => file["givenName"] = name);
        await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));

        var explained = await ExplainAsync(admin, "amal-health-system", person);

        Assert.Equal(Fields, explained.Json.FieldNames());
        Assert.Equal(("grant", "file identity contact consents", true), (explained.Json.Text("decides"), Reads(explained), explained["changes"]!.GetValue<bool>()));
        var grant = Assert.Single(explained["grants"]!.AsArray());
        Assert.Equal(("ownership", "member", true), (grant.Text("because"), grant.Text("through"), grant!["stands"]!.GetValue<bool>()));
        Assert.Equal(("active", await Amal.AgencyIdAsync("amal-health")), (explained["member"].Text("state"), explained["member"].Id("agencyId")));
        Assert.Equal("keep-cases true, operate-messages false", string.Join(", ", explained["policies"]!.AsArray().Where(policy => policy.Text("policy") is "keep-cases" or "operate-messages").Select(policy => $"{policy.Text("policy")} {policy!["allows"]}")));
        Assert.DoesNotContain(name, explained.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("+218", explained.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amal-health-system", 200, "grant")]
    [InlineData("supervisor@amal-health.demo", 200, "grant")]
    [InlineData("caseworker@amal-health.demo", 404, "no-grant")]
    [InlineData("focal-point@amal-health.demo", 403, "no-grant")]
    [InlineData("bayt-shelter-system", 404, "no-grant")]
    [InlineData("consular-officer@embassy-one.demo", 403, "no-grant")]
    public async Task It_is_what_the_members_own_read_answers(string member, int status, string decides)
    {
        var person = await Amal.RegisterAsync();
        var explained = await ExplainAsync(admin, member, person);
        var themselves = member.Contains('@', StringComparison.Ordinal) ? await Platform.SignInAsync(member) : new Partner(Platform, member.Replace("-system", "", StringComparison.Ordinal));

        (await themselves.GetAsync($"/api/people/{person}")).Expect(status);
        Assert.Equal((status == 200 ? "file identity contact" : "", decides), (Reads(explained), explained.Json.Text("decides")));
    }

    [Theory]
    [InlineData("amal-health-system", "visit annex", true)]
    [InlineData("supervisor@amal-health.demo", "visit", true)]
    [InlineData("visits-officer@amal-health.demo", "visit annex", false)]
    [InlineData("caseworker@amal-health.demo", "", false)]
    public async Task Of_a_visit_it_is_told_too(string member, string reads, bool changes)
    {
        await Platform.PlantUserAsync("visits-officer@amal-health.demo", "main", "protection-officer");
        var visit = (await Amal.PostAsync("/api/visits", new { site = "Invented", siteType = "urban", areaCode = "LY031901" })).Expect(201).Json.Id("visitId");
        (await Amal.PutAsync($"/api/visits/{visit}/annex", new { text = "Invented." }, null)).Expect(200);

        var explained = await ExplainAsync(admin, member, visit);

        Assert.Equal((reads, changes), (Reads(explained), explained["changes"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_supervisors_grant_is_told_with_the_role_and_team_by_which_it_reaches_them()
    {
        var explained = await ExplainAsync(admin, "supervisor@amal-health.demo", await Amal.RegisterAsync());

        var grant = Assert.Single(explained["grants"]!.AsArray());
        Assert.Equal(("supervision", "role", "supervisor"), (grant.Text("because"), grant.Text("through"), grant.Text("role")));
        Assert.NotNull(grant!["teamId"]);
    }

    [Fact]
    public async Task Where_nothing_is_granted_it_is_not_told_whether_there_is_a_record()
    {
        var (theirs, absent) = (await Bayt.RegisterAsync(), Guid.NewGuid());

        var (one, other) = (await ExplainAsync(admin, "amal-health-system", theirs), await ExplainAsync(admin, "amal-health-system", absent));

        Assert.Equal(one.Body.Replace(theirs.ToString(), "", StringComparison.Ordinal), other.Body.Replace(absent.ToString(), "", StringComparison.Ordinal));
        Assert.Equal("no-grant", one.Json.Text("decides"));
    }

    [Fact]
    public async Task A_grant_of_whom_no_role_lets_in_opens_nothing()
    {
        var (person, member) = (await Amal.RegisterAsync(), await Platform.MemberIdAsync("focal-point@amal-health.demo"));
        await RunAsync("registrations", "insert into access.grants (record, grantee, because, packages, given_at) values ($1, $2, 'oversight', '{identity}', now())", person, member);

        var explained = await ExplainAsync(admin, "focal-point@amal-health.demo", person);

        Assert.Equal(("role", "", false), (explained.Json.Text("decides"), Reads(explained), explained["changes"]!.GetValue<bool>()));
        Assert.Equal("oversight", Assert.Single(explained["grants"]!.AsArray()).Text("because"));
    }

    [Fact]
    public async Task In_a_handover_it_is_read_until_an_instant_and_not_changed_and_then_it_is_over()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 3);
        var offered = await ExplainAsync(admin, "hub-supervisor@iom-libya.demo", transfer);
        Assert.Equal(("transfer outline", "transfer"), (Reads(offered), Assert.Single(offered["grants"]!.AsArray()).Text("because")));
        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        var before = await ExplainAsync(admin, "iom-libya-system", person);
        (await Sabha.PutAsync($"/api/people/{person}", Partner.Person(), "\"2\"")).Expect(403);
        Assert.Equal(("grant", "file identity contact", false), (before.Json.Text("decides"), Reads(before), before["changes"]!.GetValue<bool>()));
        Assert.Equal("handover", Assert.Single(before["grants"]!.AsArray()).Text("because"));
        Assert.InRange(before["until"]!.GetValue<DateTimeOffset>() - DateTimeOffset.UtcNow, TimeSpan.FromDays(2.9), TimeSpan.FromDays(3.1));
        Assert.True((await ExplainAsync(admin, HubCaseworker, person))["changes"]!.GetValue<bool>());

        await RunAsync("registrations", "update access.grants set until = now() - interval '1 second' where record = $1 and because = 'handover'", person);
        var after = await ExplainAsync(admin, "iom-libya-system", person);
        Assert.Equal(("grant-ended", ""), (after.Json.Text("decides"), Reads(after)));
        Assert.False(Assert.Single(after["grants"]!.AsArray())!["stands"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Who_is_suspended_or_of_a_suspended_agency_is_told_as_that_and_reads_nothing()
    {
        var (code, person) = ($"ngo-{Guid.NewGuid():N}", await Amal.RegisterAsync());
        var (agency, member) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await RunAsync("identity", "insert into agencies (agency_id, code, name, kind) values ($1, $2, 'Invented', 'ngo')", agency, code);
        await RunAsync("identity", """
            insert into clients (id, agency_id, active, roles, team_ids, area_codes, demo, client_id, client_secret, client_type, concurrency_token, consent_type, permissions, settings, requirements, properties)
            select $1, $2, true, '{caseworker}', '{}', '{*}', false, $3, client_secret, client_type, gen_random_uuid(), consent_type, permissions, settings, requirements, properties from clients where client_id = 'amal-health-system'
            """, member, agency, code);
        await RunAsync("registrations", "insert into access.grants (record, grantee, because, packages, given_at) values ($1, $2, 'assignment', '{identity,contact}', now())", person, member);
        await Platform.KnownAsync();
        Assert.Equal(("active", "grant", "file identity contact"), await ToldAsync());

        await RunAsync("identity", "update agencies set active = false where agency_id = $1", agency);
        await Eventually.TrueAsync(async () => await ToldAsync() == ("agency-suspended", "agency-suspended", ""));
        await RunAsync("identity", "update clients set active = false where id = $1", member);
        await Eventually.TrueAsync(async () => await ToldAsync() == ("suspended", "member-suspended", ""));
        var explained = await AskAsync(admin, member, person);
        Assert.DoesNotContain(explained["policies"]!.AsArray(), policy => policy!["allows"]!.GetValue<bool>());
        Assert.Equal("assignment", Assert.Single(explained["grants"]!.AsArray()).Text("because"));

        async Task<(string?, string?, string)> ToldAsync()
        {
            var told = (await AskAsync(admin, member, person)).Expect(200);
            return (told["member"].Text("state"), told.Json.Text("decides"), Reads(told));
        }
    }

    [Fact]
    public async Task Administrators_and_auditors_ask_about_their_own_and_the_leads_administrators_about_all()
    {
        var person = await Amal.RegisterAsync();
        var (ours, theirs) = (await Platform.MemberIdAsync("amal-health-system"), await Platform.MemberIdAsync("bayt-shelter-system"));
        foreach (var own in new[] { await Platform.SignInAsync(OwnAdmin), await Platform.SignInAsync(OwnAuditor) })
        {
            (await AskAsync(own, ours, person)).Expect(200);
            Assert.Equal((await AskAsync(own, Guid.NewGuid(), person)).Expect(404).Body, (await AskAsync(own, theirs, person)).Expect(404).Body);
        }

        (await AskAsync(admin, theirs, person)).Expect(200);
        (await AskAsync(await Platform.SignInAsync("auditor@iom-libya.demo"), ours, person)).Expect(404);
        foreach (var nobody in (string[])["supervisor@amal-health.demo", "consular-officer@embassy-one.demo"])
        {
            (await AskAsync(await Platform.SignInAsync(nobody), ours, person)).Expect(403);
        }

        (await AskAsync(Amal, ours, person)).Expect(403);
    }

    [Fact]
    public async Task Each_question_is_entered_once_whatever_is_answered()
    {
        var person = await Amal.RegisterAsync();
        await ExplainAsync(admin, "amal-health-system", person);
        (await AskAsync(admin, Guid.NewGuid(), person)).Expect(404);
        (await AskAsync(Amal, Guid.NewGuid(), person)).Expect(403);

        Assert.Equal(
            ["POST /people identity allowed", "GET /operations/access organisational allowed", "GET /operations/access organisational not-found", "GET /operations/access organisational forbidden"],
            await AuditOfAsync(person));
        Assert.Contains("GET /operations/access organisational allowed", await AuditOfAsync(await Platform.MemberIdAsync("amal-health-system")));
    }

    [Fact]
    public async Task It_says_so_in_the_askers_language()
    {
        var (person, member) = (await Amal.RegisterAsync(), await Platform.MemberIdAsync("amal-health-system"));
        var said = new List<string?>();
        foreach (var language in (string[])["en", "ar", "fr"])
        {
            said.Add((await admin.GetAsync($"/api/operations/registrations/access?member={member}&record={person}", new() { ["Accept-Language"] = language })).Expect(200).Json.Text("says"));
        }

        Assert.Equal(["This member opened or sent it.", "فتحه هذا العضو أو أرسله.", "Ce membre l'a ouvert ou envoyé."], said);
    }

    [Theory]
    [InlineData("", "$.member $.record")]
    [InlineData("?member=x&record=", "$.member $.record")]
    [InlineData("?member=1b5e3d61-0e48-4b36-a1a9-b2fd257f883b", "$.record")]
    public async Task A_question_without_its_parts_is_refused_by_their_names(string query, string fields) =>
        Assert.Equal(fields, (await admin.GetAsync($"/api/operations/registrations/access{query}")).WrongFields());

    private async Task<Answer> ExplainAsync(Partner by, string member, Guid record) => (await AskAsync(by, await Platform.MemberIdAsync(member), record)).Expect(200);

    private static Task<Answer> AskAsync(Partner by, Guid member, Guid record) => by.GetAsync($"/api/operations/registrations/access?member={member}&record={record}");

    private static string Reads(Answer explained) => string.Join(' ', explained["reads"]!.AsArray().Select(part => part!.GetValue<string>()));

    private async Task RunAsync(string service, string sql, params object[] values)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
