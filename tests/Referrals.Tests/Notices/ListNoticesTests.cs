namespace Platform.Referrals.Tests.Notices;

public sealed class ListNoticesTests : OnThePlatform
{
    [Fact]
    public async Task A_notice_is_a_reference_and_what_happened_for_the_desk_it_concerns()
    {
        var referral = await ReferralInAsync("rejected");

        var told = (await Sender.GetAsync("/api/notices?limit=200")).Items().Single(notice => notice.Id("referralId") == referral);

        Assert.Equal("at kind noticeId referralId", told.FieldNames());
        Assert.Contains((await (await Platform.SignInAsync("focal-point@amal-health.demo")).GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral);
        foreach (var other in (Partner[])[Receiver, Third, await Platform.SignInAsync("coordinator@amal-health.demo"), await Platform.SignInAsync("caseworker@amal-health.demo")])
        {
            Assert.DoesNotContain((await other.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral && notice.Text("kind") != "sent");
        }

        Assert.Single((await Receiver.GetAsync("/api/notices?limit=200")).Items(), notice => notice.Id("referralId") == referral);   // that it was sent
        (await new Partner(Platform, "embassy-one").GetAsync("/api/notices")).Expect(403);
    }

    [Fact]
    public async Task Pages_show_each_notice_once_and_the_newest_first()
    {
        var iom = new Partner(Platform, "iom-libya");
        var ours = new HashSet<Guid>();
        for (var at = 0; at < 7; at++)
        {
            var referral = (await iom.ReferAsync("bayt-shelter")).Referral;
            (await MoveAsync(Receiver, referral, "rejection")).Expect(200);
            ours.Add(referral);
        }

        var all = (await iom.GetAsync("/api/notices?limit=200")).Items().Where(notice => ours.Contains(notice.Id("referralId"))).Select(notice => notice.Id("noticeId")).ToList();
        var (paged, next) = (new List<Guid>(), (string?)null);
        do
        {
            var page = (await iom.GetAsync($"/api/notices?limit=2{(next is null ? "" : $"&cursor={next}")}")).Expect(200);
            paged.AddRange(page.Items().Where(notice => ours.Contains(notice.Id("referralId"))).Select(notice => notice.Id("noticeId")));
            next = page.Json.Text("next");
        }
        while (next is not null);

        Assert.Equal(7, all.Count);
        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData("limit=0", "$.limit")]
    [InlineData("cursor=x", "$.cursor")]
    public async Task A_page_that_cannot_be_is_named(string query, string path)
    {
        Assert.Equal(path, (await Sender.GetAsync($"/api/notices?{query}")).WrongFields());
    }
}
