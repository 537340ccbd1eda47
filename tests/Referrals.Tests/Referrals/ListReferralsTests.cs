namespace Platform.Referrals.Tests.Referrals;

public sealed class ListReferralsTests : OnThePlatform
{
    [Fact]
    public async Task Pages_of_both_boxes_show_each_referral_once_and_the_newest_first()
    {
        var (unicef, unhcr) = (new Partner(Platform, "unicef-libya"), new Partner(Platform, "unhcr-libya"));   // no other test refers between them
        var sent = new List<Guid>();
        for (var at = 0; at < 8; at++)
        {
            sent.Insert(0, (await unicef.ReferAsync("unhcr-libya", referral => referral["serviceCode"] = "legal")).Referral);
        }

        foreach (var limit in (int[])[2, 3, 200])
        {
            Assert.Equal(sent, await AllAsync(unicef, "box=sent", limit));
            Assert.Equal(sent, await AllAsync(unhcr, "box=inbox", limit));
        }

        (await MoveAsync(unhcr, sent[1], "acceptance")).Expect(200);
        (await MoveAsync(unhcr, sent[4], "acceptance")).Expect(200);
        (await MoveAsync(unicef, sent[5], "revocation")).Expect(200);
        Assert.Equal([sent[1], sent[4]], await AllAsync(unicef, "box=sent&status=accepted", 1));
        Assert.Equal([sent[1], sent[4]], await AllAsync(unhcr, "box=inbox&status=accepted", 1));
        Assert.Equal([sent[5]], await AllAsync(unhcr, "box=inbox&status=revoked", 1));
        Assert.Equal(sent, await AllAsync(unhcr, "box=inbox", 2));
        Assert.Empty(await AllAsync(unhcr, "box=sent", 10));
        Assert.Empty(await AllAsync(unicef, "box=inbox", 10));
    }

    [Theory]
    [InlineData("", "$.box")]
    [InlineData("box=outbox", "$.box")]
    [InlineData("box=INBOX", "$.box")]
    [InlineData("box=inbox&box=sent", "$.box")]
    [InlineData("box=inbox&status=lost", "$.status")]
    [InlineData("box=inbox&status=", "$.status")]
    [InlineData("box=inbox&status=%00", "$.status")]
    [InlineData("box=inbox&limit=0", "$.limit")]
    [InlineData("box=inbox&limit=201", "$.limit")]
    [InlineData("box=inbox&limit=x", "$.limit")]
    [InlineData("box=inbox&cursor=x", "$.cursor")]
    [InlineData("box=inbox&cursor=%3D%3D", "$.cursor")]
    [InlineData("box=inbox&cursor=!", "$.cursor")]
    public async Task A_list_that_cannot_be_is_named(string query, string path)
    {
        Assert.Equal(path, (await Receiver.GetAsync($"/api/referrals?{query}")).WrongFields());
    }

    [Fact]
    public async Task The_end_says_so()
    {
        Assert.Equal("""{"items":[],"next":null}""", (await Receiver.GetAsync("/api/referrals?box=inbox&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).Expect(200).Body);
    }

    private static async Task<List<Guid>> AllAsync(Partner partner, string query, int limit)
    {
        var (seen, next) = (new List<Guid>(), (string?)null);
        do
        {
            var page = (await partner.GetAsync($"/api/referrals?{query}&limit={limit}{(next is null ? "" : $"&cursor={next}")}")).Expect(200);
            seen.AddRange(page.Items().Select(item => item.Id("referralId")));
            next = page.Json.Text("next");
        }
        while (next is not null);

        return seen;
    }
}
