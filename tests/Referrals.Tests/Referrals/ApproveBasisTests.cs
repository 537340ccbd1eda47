namespace Platform.Referrals.Tests.Referrals;

public sealed class ApproveBasisTests : OnThePlatform
{
    private static readonly string WithBasisReason = string.Join(' ', SenderFields.Split(' ').Append("basisReason").Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_packet_of_vital_interest_waits_for_a_second_person()
    {
        var referral = await SentOnVitalInterestAsync();
        Assert.Equal("awaiting-approval", (await MoveAsync(Receiver, referral, "acceptance")).Expect(200).Json.Text("packet"));

        (await MoveAsync(Sender, referral, "approval")).Expect(403);   // never one's own
        (await MoveAsync(await Platform.SignInAsync("focal-point@bayt-shelter.demo"), referral, "approval")).Expect(403);
        (await MoveAsync(await Platform.SignInAsync("supervisor@rihla-legal.demo"), referral, "approval")).Expect(404);
        (await MoveAsync(await Platform.SignInAsync("caseworker@amal-health.demo"), referral, "approval")).Expect(403);
        Assert.Equal("awaiting-approval", (await GetAsync(Receiver, referral)).Json.Text("packet"));

        var supervisor = await Platform.SignInAsync("supervisor@amal-health.demo");
        Assert.Equal(WithBasisReason, (await MoveAsync(supervisor, referral, "approval")).Expect(200).Json.FieldNames());

        var packet = (await GetAsync(Receiver, referral)).Expect(200)["packet"];
        Assert.Equal("contact identity reason", packet.FieldNames());
        Assert.Contains("Unconscious (invented).", packet.Text("reason"), StringComparison.Ordinal);   // why without consent
        Assert.Equal("sent accepted approved", await HistoryAsync(Sender, referral));
        Assert.Equal("accepted", (await MoveAsync(supervisor, referral, "approval")).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task Approved_before_it_is_accepted_the_receiver_still_reads_the_envelope_only()
    {
        var referral = await SentOnVitalInterestAsync();

        (await MoveAsync(await Platform.SignInAsync("focal-point@amal-health.demo"), referral, "approval")).Expect(200);

        Assert.Equal(EnvelopeFields, (await GetAsync(Receiver, referral)).Json.FieldNames());
        Assert.Equal("contact identity reason", (await MoveAsync(Receiver, referral, "acceptance")).Expect(200)["packet"].FieldNames());
    }

    [Fact]
    public async Task Who_may_approve_is_told_and_reads_why_and_nobody_of_the_receiver_does()
    {
        var referral = await SentOnVitalInterestAsync();

        foreach (var approver in (string[])["supervisor@amal-health.demo", "focal-point@amal-health.demo"])
        {
            var asked = await Platform.SignInAsync(approver);
            Assert.Single((await asked.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral && notice.Text("kind") == "approval-awaited");
            Assert.Equal("Unconscious (invented).", (await GetAsync(asked, referral)).Expect(200).Json.Text("basisReason"));
        }

        Assert.Null((await GetAsync(Receiver, referral))["basisReason"]);
        Assert.DoesNotContain((await Receiver.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral && notice.Text("kind") == "approval-awaited");
    }

    [Fact]
    public async Task What_rests_on_consent_needs_no_approval()
    {
        var referral = await ReferralInAsync("sent");

        Assert.Equal("wrong-state", (await MoveAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), referral, "approval")).Expect(409).Problem);
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("returned")]
    [InlineData("closed")]
    [InlineData("revoked")]
    public async Task What_has_ended_is_approved_no_more(string state)
    {
        var referral = await SentOnVitalInterestAsync();
        if (state is "returned" or "closed")
        {
            (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        }

        (await (state switch
        {
            "closed" => Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "provided", final = true }),
            "revoked" => MoveAsync(Sender, referral, "revocation"),
            "returned" => MoveAsync(Receiver, referral, "return"),
            _ => MoveAsync(Receiver, referral, "rejection"),
        })).Expect(200);
        var before = await HistoryAsync(Sender, referral);

        var refused = (await MoveAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), referral, "approval")).Expect(409);

        Assert.Equal(("wrong-state", state), (refused.Problem, refused.Json.Text("state")));
        Assert.Equal(before, await HistoryAsync(Sender, referral));
        Assert.Null((await GetAsync(Receiver, referral)).Expect(200)["packet"]);
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from access.disclosures where referral = $1", referral));
    }

    private async Task<Guid> SentOnVitalInterestAsync()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));   // and no consent
        return (await Sender.PostAsync("/api/referrals", Partner.Referral(person, bayt, referral =>
        {
            (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented).");
        }))).Expect(201).Json.Id("referralId");
    }
}
