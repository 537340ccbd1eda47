namespace Platform.Referrals.Tests.Referrals;

public sealed class GetReferralTests : OnThePlatform
{
    [Fact]
    public async Task Its_entity_tag_is_its_version()
    {
        var referral = await ReferralInAsync("acknowledged");

        var answer = (await GetAsync(Receiver, referral)).Expect(200);

        Assert.Equal($"\"{answer["version"]}\"", answer.ETag);
    }

    [Fact]
    public async Task Not_theirs_and_not_there_are_the_same_bytes()
    {
        var referral = await ReferralInAsync("sent");

        var (theirs, none) = (await GetAsync(Third, referral), await GetAsync(Third, Guid.CreateVersion7()));

        Assert.Equal((404, none.Body), (theirs.Status, theirs.Body));
        Assert.Equal(404, none.Status);
    }
}
