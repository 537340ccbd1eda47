namespace Platform.Registrations.Tests.Disclosures;

public sealed class ListDisclosuresTests : InTheLedger
{
    private const string Fields = "basis consentIds packages preparedAt preparedBy purpose recipient recipientAgencyId referralId state";

    [Fact]
    public async Task Who_has_what_since_when_and_why_is_told_step_by_step()
    {
        var (referral, person, consent) = await Amal.ReferAsync("bayt-shelter");
        var sent = await LineAsync(person, "sent");
        Assert.Equal(referral, sent.Id("referralId"));
        Assert.Equal(await Amal.AgencyIdAsync("bayt-shelter"), sent.Id("recipientAgencyId"));
        Assert.Equal((await Amal.GetAsync($"/api/people/{person}")).Json.Id("caseworkerId"), sent.Id("preparedBy"));
        Assert.Equal("contact identity", string.Join(' ', sent["packages"]!.AsArray().Select(package => package!.GetValue<string>()).Order(StringComparer.Ordinal)));
        Assert.Equal(("service-referral", "consent", "Bayt Shelter (demo)"), (sent.Text("purpose"), sent.Text("basis"), sent.Text("recipient")));
        Assert.Equal(consent, sent["consentIds"]!.AsArray().Single()!.GetValue<Guid>());
        Assert.Equal(Fields, sent.FieldNames());

        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        var readable = await LineAsync(person, "readable");
        Assert.Equal(With("acceptedAt", "readableSince"), readable.FieldNames());
        Assert.Equal(readable["acceptedAt"]!.ToJsonString(), readable["readableSince"]!.ToJsonString());

        (await Amal.DeleteAsync($"/api/people/{person}/consents/{consent}")).Expect(204);
        var ended = await LineAsync(person, "ended");
        Assert.Equal(With("acceptedAt", "readableSince", "endedAt", "endedAs", "because"), ended.FieldNames());
        Assert.Equal(("revoked", "consent-withdrawn"), (ended.Text("endedAs"), ended.Text("because")));
        Assert.True(ended["readableSince"]!.GetValue<DateTimeOffset>() <= ended["endedAt"]!.GetValue<DateTimeOffset>());

        static string With(params string[] more) => string.Join(' ', Fields.Split(' ').Concat(more).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_long_ledger_comes_page_by_page_and_nothing_twice()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await Amal.ConsentAsync(person, bayt);
        var referrals = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            referrals.Add(Guid.CreateVersion7());
            await PrepareAsync(Amal, person, bayt, referrals[^1]);
            await PrepareAsync(Amal, person, bayt, referrals[^1]);   // fetched once more, as after an answer that was lost
        }

        var (read, next) = (new List<Guid>(), "");
        for (; next is not null; next = next == "" ? null : next)
        {
            var page = (await Amal.GetAsync($"/api/people/{person}/disclosures?limit=2{next}")).Expect(200);
            Assert.InRange(page.Items().Count, 1, 2);
            read.AddRange(page.Items().Select(line => line.Id("referralId")));
            next = page.Json.Text("next") is { } cursor ? $"&cursor={cursor}" : "";
        }

        Assert.Equal(Enumerable.Reverse(referrals), read);
        Assert.Equal("$.limit", (await Amal.GetAsync($"/api/people/{person}/disclosures?limit=0")).WrongFields());
        (await Bayt.GetAsync($"/api/people/{person}/disclosures?limit=0")).Expect(404);
    }

    /// <summary>Who asks for a packet names the referral: they may name any.</summary>
    [Fact]
    public async Task A_referral_of_others_that_is_named_tells_nothing_and_changes_no_line_of_theirs()
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        var before = (await LineAsync(person, "readable")).ToJsonString();

        var (_, theirs) = await PreparedAsync(referral, by: Bayt, recipient: "rihla-legal");
        var (_, towardsOthers) = await PreparedAsync(referral, recipient: "rihla-legal");

        Assert.Equal("unknown", (await LineAsync(theirs, Bayt)).Text("state"));
        Assert.Equal("unknown", (await LineAsync(towardsOthers)).Text("state"));
        Assert.Equal(before, (await LineAsync(person)).ToJsonString());
    }

    [Fact]
    public async Task What_was_handed_over_is_not_hidden_by_another_handing_over_for_the_same_referral()
    {
        var (referral, person) = await PreparedAsync();
        await PrepareAsync(Amal, person, await Amal.AgencyIdAsync("bayt-shelter"), referral, "consent", "contact");

        var lines = (await Amal.GetAsync($"/api/people/{person}/disclosures")).Items();

        Assert.Equal("contact, identity", string.Join(", ", lines.Select(line => line["packages"]!.AsArray().Single()!.GetValue<string>())));
    }

    [Fact]
    public async Task Only_who_sees_the_file_is_told_and_an_auditor_of_the_agency()
    {
        var lead = new Partner(Platform, "iom-libya");
        var (_, person, _) = await lead.ReferAsync("bayt-shelter");
        var (unsent, ofAnother) = (await lead.RegisterAsync(), await Amal.RegisterAsync());
        var auditor = await Platform.SignInAsync("auditor@iom-libya.demo");

        Assert.Equal((await LineAsync(person, "sent", lead)).ToJsonString(), (await LineAsync(person, auditor)).ToJsonString());
        Assert.Empty((await auditor.GetAsync($"/api/people/{unsent}/disclosures")).Items());
        (await auditor.GetAsync($"/api/people/{ofAnother}/disclosures")).Expect(404);
        (await auditor.GetAsync($"/api/people/{person}")).Expect(403);                       // never the file
        (await auditor.GetAsync($"/api/people/{person}/consents")).Expect(403);
        foreach (var (who, status) in new[]
        {
            (await Platform.SignInAsync("caseworker@iom-libya.demo"), 404),                    // a colleague
            (Bayt, 404), (Amal, 404),
            (await Platform.SignInAsync("coordinator@iom-libya.demo"), 403),
            (await Platform.SignInAsync("focal-point@iom-libya.demo"), 403),
            (await Platform.SignInAsync("access-admin@iom-libya.demo"), 403),
            (new Partner(Platform, "embassy-one"), 403), (new Partner(Platform, "social-affairs"), 403),
        })
        {
            (await who.GetAsync($"/api/people/{person}/disclosures")).Expect(status);
            (await who.GetAsync($"/api/people/{person}/disclosures/page")).Expect(status);
        }

        Assert.Equal(3, (await AuditOfAsync(person)).Count(entry => entry == "GET /people/{personId:guid}/disclosures ledger not-found"));
        Assert.Contains("GET /people/{personId:guid}/disclosures ledger allowed", await AuditOfAsync(unsent));   // an auditor's reading, too
    }

    [Theory]
    [InlineData("update access.disclosures set recipient = gen_random_uuid()")]
    [InlineData("delete from access.disclosures")]
    [InlineData("insert into handed_on (referral_id, from_agency_id, to_agency_id) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid())")]
    [InlineData("update handed_on set ended_at = null")]
    [InlineData("delete from handed_on")]
    public async Task No_line_is_ever_changed_by_who_serves(string sql)
    {
        await Amal.ReferAsync("bayt-shelter");
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var command = new Npgsql.NpgsqlCommand(sql, database);

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<Npgsql.PostgresException>(command.ExecuteNonQueryAsync)).SqlState);
    }
}
