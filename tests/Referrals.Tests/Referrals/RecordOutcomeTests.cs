namespace Platform.Referrals.Tests.Referrals;

public sealed class RecordOutcomeTests : OnThePlatform
{
    [Theory]
    [InlineData("{}", "$.outcomeCode")]
    [InlineData("""{"outcomeCode": "cured"}""", "$.outcomeCode")]
    [InlineData("""{"outcomeCode": "provided", "nextDate": "2020-01-01"}""", "$.nextDate")]
    [InlineData("""{"outcomeCode": "provided", "nextDate": "2026-02-30"}""", "$.nextDate")]
    [InlineData("""{"outcomeCode": "provided", "final": "yes"}""", "$.final")]
    [InlineData("""{"outcomeCode": "provided", "note": "a\u202Eb"}""", "$.note")]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(string body, string path)
    {
        var referral = await ReferralInAsync("accepted");

        Assert.Equal(path, (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", body)).WrongFields());
        Assert.Equal("sent accepted", await HistoryAsync(Receiver, referral));
    }

    [Fact]
    public async Task As_often_as_needed_and_the_sender_is_told_each_time()
    {
        var referral = await ReferralInAsync("accepted");
        (await MoveAsync(Receiver, referral, "outcomes")).Expect(200);
        (await MoveAsync(Receiver, referral, "outcomes")).Expect(200);
        (await Receiver.PostAsync($"/api/referrals/{referral}/outcomes", new { outcomeCode = "referred-on", final = true })).Expect(200);

        Assert.Equal(
            ["closed", "outcome", "outcome"],
            (await Sender.GetAsync("/api/notices?limit=200")).Items().Where(notice => notice.Id("referralId") == referral).Select(notice => notice.Text("kind")));
        (await MoveAsync(Receiver, referral, "outcomes")).Expect(409);
    }

    [Fact]
    public async Task The_same_outcome_sent_twice_is_one()
    {
        var (referral, key) = (await ReferralInAsync("accepted"), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => MoveAsync(Receiver, referral, "outcomes", key)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Expect(200).Body, answer.Body));
        Assert.Equal("sent accepted outcome", await HistoryAsync(Receiver, referral));
    }
}
