namespace Platform.Referrals.Tests.Directory;

public sealed class DirectoryTests : OnThePlatform
{
    [Fact]
    public async Task Who_offers_which_service_where_is_open_to_agencies_that_hold_cases()
    {
        var shelter = (await Sender.GetAsync("/api/services?serviceCode=shelter&areaCode=LY021104")).Items();

        Assert.Contains(await Sender.AgencyIdAsync("bayt-shelter"), shelter.Select(offer => offer.Id("agencyId")));
        Assert.All(shelter, offer => Assert.Equal("shelter", offer.Text("serviceCode")));
        Assert.All(shelter, offer => Assert.Equal("acceptsReferrals agencyId areaCodes capacity femaleStaff languages lastVerifiedOn serviceCode version", offer.FieldNames()));
        foreach (var agency in (string[])["embassy-one", "social-affairs", "mission-one"])
        {
            (await new Partner(Platform, agency).GetAsync("/api/services")).Expect(403);
        }
    }

    [Fact]
    public async Task The_list_is_filtered_by_agency_and_area()
    {
        var rihla = await Sender.AgencyIdAsync("rihla-legal");
        (await Third.PutAsync("/api/services/child-care", new { areaCodes = new[] { "LY0319", "LY010301" }, acceptsReferrals = true }, "*")).Expect(200);

        Assert.Contains("child-care", await CodesAsync($"agencyId={rihla}&areaCode=LY031901"));
        Assert.Contains("child-care", await CodesAsync($"agencyId={rihla}&areaCode=LY010301"));
        Assert.DoesNotContain("child-care", await CodesAsync($"agencyId={rihla}&areaCode=LY021104"));
        Assert.All((await Sender.GetAsync($"/api/services?agencyId={rihla}")).Items(), offer => Assert.Equal(rihla, offer.Id("agencyId")));
        Assert.Empty((await Sender.GetAsync($"/api/services?agencyId={Guid.NewGuid()}")).Items());

        async Task<IEnumerable<string?>> CodesAsync(string query) => (await Sender.GetAsync($"/api/services?{query}")).Items().Select(offer => offer.Text("serviceCode"));
    }

    [Theory]
    [InlineData("serviceCode=magic", "$.serviceCode")]
    [InlineData("serviceCode=", "$.serviceCode")]
    [InlineData("areaCode=%00", "$.areaCode")]
    [InlineData("areaCode=XX", "$.areaCode")]
    public async Task A_filter_of_no_list_is_named(string query, string path)
    {
        Assert.Equal(path, (await Sender.GetAsync($"/api/services?{query}")).WrongFields());
    }

    [Fact]
    public async Task An_agency_id_that_is_none_is_refused()
    {
        (await Sender.GetAsync("/api/services?agencyId=me")).Expect(400);
    }

    [Fact]
    public async Task An_agency_keeps_its_own_offers_by_version()
    {
        var offer = new { areaCodes = new[] { "LY0211" }, acceptsReferrals = true, capacity = 3, languages = new[] { "ara", "tir" }, femaleStaff = true };
        var made = (await Third.PutAsync("/api/services/education", offer, null)).Expect(200);   // nothing there that could be overwritten
        Assert.Equal("\"1\"", made.ETag);

        Assert.Equal("if-match-required", (await Third.PutAsync("/api/services/education", offer, null)).Expect(428).Problem);
        Assert.Equal("stale", (await Third.PutAsync("/api/services/education", offer, "\"7\"")).Expect(412).Problem);
        var changed = (await Third.PutAsync("/api/services/education", new { areaCodes = new[] { "*" }, acceptsReferrals = false }, "\"1\"")).Expect(200);
        Assert.Equal("\"2\"", changed.ETag);
        Assert.False(changed["acceptsReferrals"]!.GetValue<bool>());
        Assert.Null(changed["capacity"]);
        (await Third.PutAsync("/api/services/education", offer, "\"1\"")).Expect(412);
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_stale()
    {
        var offer = new { areaCodes = new[] { "*" }, acceptsReferrals = true };
        var version = (await Third.PutAsync("/api/services/transport", offer, "*")).Expect(200).ETag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Third.PutAsync("/api/services/transport", offer, version)));

        Assert.Equal([200, 412, 412, 412, 412], answers.Select(answer => answer.Status).Order());
    }

    [Theory]
    [InlineData("""{"acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": [], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": ["XX"], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": ["*", "*"], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": [null], "acceptsReferrals": true}""", "$.areaCodes")]
    [InlineData("""{"areaCodes": ["*"]}""", "$.acceptsReferrals")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "capacity": -1}""", "$.capacity")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "capacity": 100001}""", "$.capacity")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "languages": ["klingon"]}""", "$.languages")]
    [InlineData("""{"areaCodes": ["*"], "acceptsReferrals": true, "agencyId": "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"}""", "$.agencyId")]
    public async Task A_wrong_field_is_named(string body, string path)
    {
        Assert.Equal(path, (await Third.PutAsync("/api/services/food", body, "*")).WrongFields());
    }

    [Fact]
    public async Task A_service_of_no_list_is_not_there_and_not_everybody_offers()
    {
        var offer = new { areaCodes = new[] { "*" }, acceptsReferrals = true };

        (await Third.PutAsync("/api/services/magic", offer, "*")).Expect(404);
        (await (await Platform.SignInAsync("caseworker@rihla-legal.demo")).PutAsync("/api/services/food", offer, "*")).Expect(403);
        (await new Partner(Platform, "embassy-one").PutAsync("/api/services/food", offer, "*")).Expect(403);
    }

    [Fact]
    public async Task Who_takes_no_referrals_or_has_no_place_is_sent_none()
    {
        var iom = new Partner(Platform, "iom-libya");
        var (person, to) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("iom-libya"));
        await Sender.ConsentAsync(person, to);
        async Task<Answer> SendAsync() => await Sender.PostAsync("/api/referrals", Partner.Referral(person, to, referral => referral["serviceCode"] = "cash"));
        async Task OfferAsync(object offer) => (await iom.PutAsync("/api/services/cash", offer, "*")).Expect(200);

        Assert.Equal("$.serviceCode", (await SendAsync()).WrongFields());
        await OfferAsync(new { areaCodes = new[] { "*" }, acceptsReferrals = false, capacity = 5 });
        Assert.Equal("$.serviceCode", (await SendAsync()).WrongFields());
        await OfferAsync(new { areaCodes = new[] { "*" }, acceptsReferrals = true, capacity = 0 });
        Assert.Equal("$.serviceCode", (await SendAsync()).WrongFields());
        await OfferAsync(new { areaCodes = new[] { "LY0319" }, acceptsReferrals = true, capacity = 5 });
        Assert.Equal("$.serviceCode", (await SendAsync()).WrongFields());
        await OfferAsync(new { areaCodes = new[] { "LY0211" }, acceptsReferrals = true });
        (await SendAsync()).Expect(201);
    }
}
