namespace Platform.Referrals.Tests.Referrals;

/// <summary>The main job from sending to its end, with all that each side sees at each step.</summary>
public sealed class MainFlowTests : OnThePlatform
{
    [Fact]
    public async Task From_sending_to_closing_each_side_sees_its_part()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter", sent => (sent["receiverPhoned"], sent["priority"]) = (true, "emergency"));

        await SeesAsync(Sender, referral, "sent", SenderFields);
        var envelope = await SeesAsync(Receiver, referral, "sent", EnvelopeFields);
        Assert.Equal("adm2 ageBand sex subject", envelope["envelope"].FieldNames());
        Assert.Equal("LY0211", envelope["envelope"].Text("adm2"));
        Assert.Equal("female", envelope["envelope"].Text("sex"));
        Assert.NotEqual(person, envelope["envelope"].Id("subject"));
        Assert.True(envelope["receiverPhoned"]!.GetValue<bool>());
        Assert.DoesNotContain(person.ToString(), envelope.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("فاطمة", envelope.Body, StringComparison.Ordinal);

        (await MoveAsync(Receiver, referral, "acknowledgement")).Expect(200);
        await SeesAsync(Sender, referral, "acknowledged", SenderFields);
        await SeesAsync(Receiver, referral, "acknowledged", EnvelopeFields);

        var accepted = (await Receiver.PostAsync($"/api/referrals/{referral}/acceptance", new { note = "Bring a blanket.", firstAppointment = Today(1) })).Expect(200);
        Assert.Equal(accepted.Body, (await SeesAsync(Receiver, referral, "accepted", With(EnvelopeFields, "packet"))).Body);
        Assert.Equal("contact identity reason", accepted["packet"].FieldNames());
        Assert.Equal("agePrecision birthYear familyName givenName languages nationalities nationality sex transliterations", accepted["packet"]!["identity"].FieldNames());
        Assert.Equal("mayLeaveMessage phone safeToCall", accepted["packet"]!["contact"].FieldNames());
        Assert.Equal("فاطمة", accepted["packet"]!["identity"].Text("givenName"));
        Assert.Equal("Needs a place to stay (invented).", accepted["packet"].Text("reason"));
        Assert.DoesNotContain(person.ToString(), accepted.Body, StringComparison.OrdinalIgnoreCase);
        await SeesAsync(Sender, referral, "accepted", SenderFields);

        (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "partly-provided", nextDate = Today(7), note = "One bed so far." })).Expect(200);
        await SeesAsync(Receiver, referral, "accepted", With(EnvelopeFields, "packet"));
        Assert.Equal("sent acknowledged accepted outcome", await HistoryAsync(Sender, referral));
        Assert.Equal("sent acknowledged accepted outcome", await HistoryAsync(Receiver, referral));

        (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "provided", final = true, note = "Moved in." })).Expect(200);
        await SeesAsync(Sender, referral, "closed", With(SenderFields, "endReason"));
        await SeesAsync(Receiver, referral, "closed", EndedFields);

        var steps = (await Sender.GetAsync($"/api/referrals/{referral}/history")).Items();
        Assert.Equal("sent acknowledged accepted outcome outcome closed", string.Join(' ', steps.Select(step => step.Text("event"))));
        Assert.Equal("Bring a blanket.", steps[2].Text("note"));
        Assert.Equal(Today(1), steps[2].Text("nextDate"));
        Assert.Equal("partly-provided", steps[3].Text("code"));
        Assert.Equal(Enumerable.Range(1, 6), steps.Select(step => step["version"]!.GetValue<int>()));
        Assert.Equal("acknowledged accepted outcome outcome closed", await HistoryAsync(Receiver, referral));   // its own, and no note
        Assert.All((await Receiver.GetAsync($"/api/referrals/{referral}/history")).Items(), step => Assert.Null(step["note"]));
    }

    [Fact]
    public async Task The_pseudonym_of_a_person_is_good_for_one_referral_only()
    {
        var bayt = await Sender.AgencyIdAsync("bayt-shelter");
        var person = await Sender.RegisterAsync();
        await Sender.ConsentAsync(person, bayt);

        var subjects = new List<Guid>();
        for (var at = 0; at < 2; at++)
        {
            var referral = (await Sender.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");
            subjects.Add((await GetAsync(Receiver, referral)).Expect(200)["envelope"].Id("subject"));
        }

        Assert.NotEqual(subjects[0], subjects[1]);
    }

    [Theory]
    [InlineData("rejected", "no-capacity", "rejected")]
    [InlineData("returned", "no-capacity", "accepted returned")]
    [InlineData("revoked", "sender", "")]
    [InlineData("closed", "provided", "accepted outcome closed")]
    public async Task Every_end_ends_what_the_receiver_reads_of_the_person(string end, string reason, string ownDecisions)
    {
        var referral = await ReferralInAsync(end);

        var seen = await SeesAsync(Receiver, referral, end, EndedFields);
        Assert.Equal(reason, seen.Json.Text("endReason"));
        Assert.Equal(ownDecisions, await HistoryAsync(Receiver, referral));
        var line = (await Receiver.GetAsync($"/api/referrals?box=inbox&status={end}&limit=200")).Items().Single(item => item.Id("referralId") == referral);
        Assert.Equal(EndedFields, line.FieldNames());
    }

    [Fact]
    public async Task A_revocation_after_acceptance_takes_the_packet_away()
    {
        var referral = await ReferralInAsync("accepted");
        Assert.NotNull((await GetAsync(Receiver, referral))["packet"]);

        (await MoveAsync(Sender, referral, "revocation")).Expect(200);

        await SeesAsync(Receiver, referral, "revoked", EndedFields);
        Assert.Equal("accepted", await HistoryAsync(Receiver, referral));
    }

    [Fact]
    public async Task The_sender_never_reads_the_packet_it_sent_nor_does_a_line_of_a_list_hold_it()
    {
        var referral = await ReferralInAsync("accepted");

        await SeesAsync(Sender, referral, "accepted", SenderFields);
        Assert.Equal(EnvelopeFields, (await Receiver.GetAsync("/api/referrals?box=inbox&status=accepted&limit=200")).Items().Single(item => item.Id("referralId") == referral).FieldNames());
        Assert.Equal(SenderFields, (await Sender.GetAsync("/api/referrals?box=sent&status=accepted&limit=200")).Items().Single(item => item.Id("referralId") == referral).FieldNames());
    }

    [Fact]
    public async Task The_packet_is_what_was_sent_whatever_the_file_says_later()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        (await Sender.PutAsync($"/api/people/{person}", Partner.Person(file => file["givenName"] = "Later"), "\"1\"")).Expect(200);

        var accepted = (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        Assert.Equal("فاطمة", accepted["packet"]!["identity"].Text("givenName"));
    }

    [Fact]
    public async Task A_third_agency_finds_nothing_anywhere()
    {
        var referral = await ReferralInAsync("accepted");
        var absent = Guid.CreateVersion7();

        Assert.Equal((await GetAsync(Third, absent)).Expect(404), await GetAsync(Third, referral));
        Assert.Equal((await Third.GetAsync($"/api/referrals/{absent}/history")).Expect(404), await Third.GetAsync($"/api/referrals/{referral}/history"));
        foreach (var box in (string[])["inbox", "sent"])
        {
            Assert.DoesNotContain((await Third.GetAsync($"/api/referrals?box={box}&limit=200")).Items(), item => item.Id("referralId") == referral);
        }

        Assert.DoesNotContain((await Third.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral);
        (await GetAsync(new Partner(Platform, "embassy-one"), referral)).Expect(403);
    }

    [Fact]
    public async Task In_the_agency_only_those_who_may_see_it_do()
    {
        var referral = await ReferralInAsync("sent");

        (await GetAsync(await Platform.SignInAsync("focal-point@amal-health.demo"), referral)).Expect(200);
        (await GetAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), referral)).Expect(200);
        (await GetAsync(await Platform.SignInAsync("caseworker@amal-health.demo"), referral)).Expect(404);
        (await GetAsync(await Platform.SignInAsync("focal-point@bayt-shelter.demo"), referral)).Expect(200);
        (await GetAsync(await Platform.SignInAsync("caseworker@bayt-shelter.demo"), referral)).Expect(404);
        (await GetAsync(await Platform.SignInAsync("coordinator@bayt-shelter.demo"), referral)).Expect(403);
        (await MoveAsync(await Platform.SignInAsync("caseworker@bayt-shelter.demo"), referral, "acceptance")).Expect(403);
    }

    [Theory]
    [InlineData("gbv-response")]
    [InlineData("trafficking-response")]
    public async Task A_service_that_says_what_happened_is_masked_until_acceptance(string service)
    {
        var to = new Partner(Platform, service == "gbv-response" ? "amal-health" : "rihla-legal");
        var referral = (await Receiver.ReferAsync(to.Agency, sent => sent["serviceCode"] = service)).Referral;

        Assert.Equal("specialised-protection", (await GetAsync(to, referral)).Json.Text("serviceCode"));
        var line = (await to.GetAsync("/api/referrals?box=inbox&limit=200")).Items().Single(item => item.Id("referralId") == referral);
        Assert.Equal("specialised-protection", line.Text("serviceCode"));
        Assert.Equal(service, (await GetAsync(Receiver, referral)).Json.Text("serviceCode"));

        Assert.Equal(service, (await MoveAsync(to, referral, "acceptance")).Expect(200).Json.Text("serviceCode"));
        (await MoveAsync(to, referral, "return")).Expect(200);
        Assert.Equal("specialised-protection", (await GetAsync(to, referral)).Json.Text("serviceCode"));
    }

    private static async Task<Answer> SeesAsync(Partner partner, Guid referral, string status, string fields)
    {
        var seen = (await GetAsync(partner, referral)).Expect(200);
        Assert.Equal(status, seen.Json.Text("status"));
        Assert.Equal(fields, seen.Json.FieldNames());
        Assert.Equal($"\"{seen["version"]}\"", seen.ETag);
        return seen;
    }

    private static string With(string fields, string more) => string.Join(' ', fields.Split(' ').Append(more).Order(StringComparer.Ordinal));

    private static string Today(int plus) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(plus).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
