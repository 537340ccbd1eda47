namespace Platform.Referrals.Tests.Referrals;

public sealed class GetReferralHistoryTests : OnThePlatform
{
    [Fact]
    public async Task The_sender_reads_every_step_and_a_receiver_whose_access_ended_its_own_decisions()
    {
        var referral = await ReferralInAsync("accepted");
        (await MoveAsync(Sender, referral, "revocation")).Expect(200);

        Assert.Equal("sent accepted revoked", await HistoryAsync(Sender, referral));
        Assert.Equal("accepted", await HistoryAsync(Receiver, referral));
        Assert.Equal(404, (await Third.GetAsync($"/api/referrals/{referral}/history")).Status);
    }
}
