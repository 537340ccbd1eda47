namespace Platform.Referrals.Tests.Referrals;

public sealed class ReturnReferralTests : OnThePlatform
{
    [Fact]
    public async Task Who_gives_it_back_reads_the_packet_no_more_and_the_sender_must_say_what_next()
    {
        var referral = await ReferralInAsync("accepted");
        Assert.NotNull((await GetAsync(Receiver, referral)).Expect(200)["packet"]);

        (await MoveAsync(Receiver, referral, "return")).Expect(200);

        Assert.Null((await GetAsync(Receiver, referral)).Expect(200)["packet"]);
        Assert.Null((await GetAsync(Receiver, referral)).Expect(200)["envelope"]);
        Assert.NotNull((await GetAsync(Sender, referral)).Expect(200)["nextProviders"]);
        (await MoveAsync(Sender, referral, "follow-up")).Expect(200);
        Assert.Equal("sent accepted returned followed-up", await HistoryAsync(Sender, referral));
    }
}
