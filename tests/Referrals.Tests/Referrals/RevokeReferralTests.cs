namespace Platform.Referrals.Tests.Referrals;

public sealed class RevokeReferralTests : OnThePlatform
{
    [Theory]
    [InlineData("sent")]
    [InlineData("acknowledged")]
    [InlineData("accepted")]
    public async Task The_sender_takes_it_back_from_every_open_state_and_the_receiver_reads_nothing_of_the_person(string state)
    {
        var referral = await ReferralInAsync(state);

        (await MoveAsync(Sender, referral, "revocation")).Expect(200);

        var left = (await GetAsync(Receiver, referral)).Expect(200);
        Assert.Equal("revoked", left.Json.Text("status"));
        Assert.Null(left["envelope"]);
        Assert.Null(left["packet"]);
    }
}
