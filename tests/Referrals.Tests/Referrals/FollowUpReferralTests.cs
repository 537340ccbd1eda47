namespace Platform.Referrals.Tests.Referrals;

public sealed class FollowUpReferralTests : OnThePlatform
{
    [Theory]
    [InlineData("rejected", "re-referred")]
    [InlineData("returned", "served-by-sender")]
    public async Task The_sender_says_once_what_it_does_next(string end, string action)
    {
        var referral = await ReferralInAsync(end);

        Assert.Equal(action, (await SayAsync(referral, new { action })).Expect(200).Json.Text("followUp"));

        (await SayAsync(referral, new { action })).Expect(409);
        Assert.Equal("followed-up", (await HistoryAsync(Sender, referral)).Split(' ')[^1]);
        Assert.Null((await GetAsync(Receiver, referral))["followUp"]);
        Assert.DoesNotContain("followed-up", await HistoryAsync(Receiver, referral), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_needs_a_reason()
    {
        var referral = await ReferralInAsync("rejected");

        Assert.Equal("$.reason", (await SayAsync(referral, new { action = "closed" })).WrongFields());
        Assert.Equal("$.action", (await SayAsync(referral, new { action = "forgotten" })).WrongFields());
        (await SayAsync(referral, new { action = "closed", reason = "Left the country (invented)." })).Expect(200);
    }

    private Task<Answer> SayAsync(Guid referral, object body) => Sender.PostAsync($"/api/referrals/{referral}/follow-up", body);
}
