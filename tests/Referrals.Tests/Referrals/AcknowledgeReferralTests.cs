namespace Platform.Referrals.Tests.Referrals;

public sealed class AcknowledgeReferralTests : OnThePlatform
{
    [Fact]
    public async Task Both_sides_see_that_it_was_acknowledged_and_the_receiver_still_reads_the_envelope_only()
    {
        var referral = await ReferralInAsync("sent");

        (await MoveAsync(Receiver, referral, "acknowledgement")).Expect(200);

        Assert.Equal("acknowledged", await StatusAsync(Sender, referral));
        Assert.Equal("sent acknowledged", await HistoryAsync(Sender, referral));
        Assert.Null((await GetAsync(Receiver, referral)).Expect(200)["packet"]);
    }

    [Fact]
    public async Task It_takes_no_details()
    {
        var referral = await ReferralInAsync("sent");

        var answer = await Receiver.PostAsync($"/api/referrals/{referral}/acknowledgement", new { note = "seen" });

        Assert.Equal(400, answer.Status);
        Assert.Contains("$.note", answer.Body, StringComparison.Ordinal);
        Assert.Equal("sent", await StatusAsync(Sender, referral));
    }
}
