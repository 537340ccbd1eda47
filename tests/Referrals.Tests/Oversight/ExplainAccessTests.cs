using System.Globalization;

namespace Platform.Referrals.Tests.Oversight;

/// <summary>Why a side reads of a referral what it reads, and when that ends: state, consent, agreement, approval.</summary>
public sealed class ExplainAccessTests : OnThePlatform
{
    [Theory]
    [InlineData("sent", "state", "referral envelope")]
    [InlineData("acknowledged", "state", "referral envelope")]
    [InlineData("accepted", "consent", "referral envelope packet")]
    [InlineData("rejected", "state", "referral")]
    [InlineData("returned", "state", "referral")]
    [InlineData("closed", "state", "referral")]
    [InlineData("revoked", "state", "referral")]
    public async Task The_receivers_desk_reads_what_the_state_lets_it_read(string state, string decides, string reads)
    {
        var referral = await ReferralInAsync(state);

        var explained = await ExplainAsync("bayt-shelter-system", referral);

        Assert.Equal((decides, reads, state), (explained.Json.Text("decides"), Reads(explained), explained["standsOn"].Text("state")));
        var read = (await GetAsync(Receiver, referral)).Expect(200).Json;
        Assert.Equal((read["envelope"] is not null, read["packet"] is not null), (reads.Contains("envelope", StringComparison.Ordinal), reads.Contains("packet", StringComparison.Ordinal)));
        var grant = Assert.Single(explained["grants"]!.AsArray());
        Assert.Equal(("referral", "role", "focal-point"), (grant.Text("because"), grant.Text("through"), grant.Text("role")));
    }

    [Fact]
    public async Task What_it_stands_on_is_told_and_which_of_it_ends_first()
    {
        var (referral, _, consent) = await Sender.ReferAsync("bayt-shelter");
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        var explained = await ExplainAsync("bayt-shelter-system", referral);

        var stands = explained["standsOn"]!;
        Assert.Equal("agreementId agreementUntil approved basis consentIds consentUntil state", stands.FieldNames());
        Assert.Equal((consent, "consent", "2030-12-31"), (stands["consentIds"]!.AsArray().Single()!.GetValue<Guid>(), stands.Text("basis"), stands.Text("agreementUntil")));
        var last = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(60);
        Assert.Equal(last.ToString("O", CultureInfo.InvariantCulture), stands.Text("consentUntil"));
        Assert.Equal(new DateTimeOffset(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero), explained["until"]!.GetValue<DateTimeOffset>());
        Assert.Contains($"{last.AddDays(1):yyyy-MM-dd} 00:00", explained.Json.Text("says"), StringComparison.Ordinal);
        Assert.DoesNotContain("Needs a place", explained.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_senders_side_reads_on_by_its_grant_and_never_the_packet()
    {
        var referral = await ReferralInAsync("accepted");

        var explained = await ExplainAsync("amal-health-system", referral);

        Assert.Equal(("grant", "referral person envelope", true), (explained.Json.Text("decides"), Reads(explained), explained["changes"]!.GetValue<bool>()));
        Assert.Equal("no-grant", (await ExplainAsync("rihla-legal-system", referral)).Json.Text("decides"));
    }

    [Fact]
    public async Task An_emergency_waits_for_its_approval_and_then_stands_on_the_agreement()
    {
        var (referral, _, _) = await Sender.ReferAsync("bayt-shelter", fields =>
            (fields["priority"], fields["basis"], fields["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented)."));
        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        Assert.Equal(("approval", "referral envelope"), Told(await ExplainAsync("bayt-shelter-system", referral)));
        Assert.Equal(("grant", "referral person envelope basis-reason"), Told(await ExplainAsync("supervisor@amal-health.demo", referral)));
        (await MoveAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), referral, "approval")).Expect(200);

        Assert.Equal(("agreement", "referral envelope packet"), Told(await ExplainAsync("bayt-shelter-system", referral)));
    }

    private async Task<Answer> ExplainAsync(string member, Guid referral) =>
        (await (await Platform.SignInAsync("access-admin@iom-libya.demo")).GetAsync($"/api/operations/referrals/access?member={await Platform.MemberIdAsync(member)}&record={referral}")).Expect(200);

    private static (string?, string) Told(Answer explained) => (explained.Json.Text("decides"), Reads(explained));

    private static string Reads(Answer explained) => string.Join(' ', explained["reads"]!.AsArray().Select(part => part!.GetValue<string>()));
}
