namespace Platform.Referrals.Tests.Referrals;

public sealed class RejectReferralTests : OnThePlatform
{
    [Theory]
    [InlineData("rejection", "{}", "$.reasonCode")]
    [InlineData("rejection", """{"reasonCode": "busy"}""", "$.reasonCode")]
    [InlineData("rejection", """{"reasonCode": ["no-capacity"]}""", "$.reasonCode")]
    [InlineData("rejection", """{"reasonCode": "no-capacity", "note": "a\u0000"}""", "$.note")]
    [InlineData("return", "{}", "$.reasonCode")]
    [InlineData("return", """{"reasonCode": null}""", "$.reasonCode")]
    public async Task Without_a_known_reason_it_stays_as_it_is(string move, string body, string path)
    {
        var state = move == "return" ? "accepted" : "sent";
        var referral = await ReferralInAsync(state);

        Assert.Equal(path, (await Receiver.PostAsync($"/api/referrals/{referral}/{move}", body)).WrongFields());
        Assert.Equal(state, await StatusAsync(Receiver, referral));
    }

    [Theory]
    [InlineData("rejected", "rejected")]
    [InlineData("returned", "returned")]
    public async Task The_sender_is_told_and_shown_who_else_could(string end, string notice)
    {
        var referral = await ReferralInAsync(end);

        var seen = (await GetAsync(Sender, referral)).Expect(200);
        var providers = seen["nextProviders"]!.AsArray();
        Assert.Contains(await Sender.AgencyIdAsync("iom-libya"), providers.Select(provider => provider.Id("agencyId")));
        Assert.DoesNotContain(await Sender.AgencyIdAsync("bayt-shelter"), providers.Select(provider => provider.Id("agencyId")));
        Assert.All(providers, provider => Assert.Equal("agencyId areaCodes capacity serviceCode", provider.FieldNames()));
        Assert.Contains((await Sender.GetAsync("/api/notices?limit=200")).Items(), told => told.Id("referralId") == referral && told.Text("kind") == notice);
        Assert.Null((await GetAsync(Receiver, referral))["nextProviders"]);
    }

    [Fact]
    public async Task The_answer_to_the_receiver_names_nobody_else()
    {
        var referral = await ReferralInAsync("sent");

        Assert.Equal(EndedFields, (await MoveAsync(Receiver, referral, "rejection")).Expect(200).Json.FieldNames());
    }

    [Fact]
    public async Task The_nearest_with_places_free_comes_first_and_who_takes_none_not_at_all()
    {
        // livelihood in Sabha: nobody else's test, and nobody's demo
        await OfferAsync("bayt-shelter", ["*"], true, 5);
        await OfferAsync("unicef-libya", ["*"], true, 500);
        await OfferAsync("rihla-legal", ["LY03"], true, 3);
        await OfferAsync("unhcr-libya", ["LY031901"], true, 0);
        await OfferAsync("iom-libya", ["LY0211"], true, 100);
        var referral = await ReferralInAsync("rejected", sent => (sent["serviceCode"], sent["areaCode"]) = ("livelihood", "LY031901"));

        Assert.Equal(
            [await Sender.AgencyIdAsync("rihla-legal"), await Sender.AgencyIdAsync("unicef-libya")],
            (await GetAsync(Sender, referral))["nextProviders"]!.AsArray().Select(provider => provider.Id("agencyId")));

        async Task OfferAsync(string agency, string[] areaCodes, bool acceptsReferrals, int capacity) =>
            Assert.InRange((await new Partner(Platform, agency).PutAsync("/api/services/livelihood", new { areaCodes, acceptsReferrals, capacity }, "*")).Status, 200, 200);
    }
}
