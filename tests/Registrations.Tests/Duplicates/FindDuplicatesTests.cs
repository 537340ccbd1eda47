namespace Platform.Registrations.Tests.Duplicates;

public sealed class FindDuplicatesTests : OnPairs
{
    [Fact]
    public async Task Who_agreed_in_two_agencies_becomes_a_task_of_the_desk_and_of_nobody_else()
    {
        var (pair, one, other) = await PairAsync();

        var seen = (await Desk.GetAsync($"/api/duplicates/{pair}")).Expect(200);
        Assert.Equal(("open", "strong"), (seen.Json.Text("state"), seen.Json.Text("band")));
        Assert.Contains("other-script", seen["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal(["Mohamed", "محمد"], seen["sides"]!.AsArray().Select(side => side!.Text("givenName")).Order(StringComparer.Ordinal));
        Assert.Equal("agePrecision agencyId birthYear caseCode familyName givenName nationality otherNames phone sex transliterations", seen["sides"]![0]!.FieldNames());
        foreach (var who in (Partner[])[Amal, Bayt, await Platform.SignInAsync("supervisor@iom-libya.demo"), await Platform.SignInAsync("access-admin@iom-libya.demo")])
        {
            (await who.GetAsync($"/api/duplicates/{pair}")).Expect(403);
            (await who.GetAsync("/api/duplicates")).Expect(403);
        }

        // neither asker hears of it
        Assert.Equal([one], (await Amal.PostAsync("/api/people/search", new { name = $"Mohamed {Father} {Family}", birthYear = 1991 })).Items().Select(item => item.Id("personId")));
        Assert.Equal([other], (await Bayt.PostAsync("/api/people/search", new { name = $"Mohamed {Father} {Family}", birthYear = 1991 })).Items().Select(item => item.Id("personId")));
    }

    [Fact]
    public async Task The_ledger_says_that_the_lead_was_shown_it_and_on_which_consent()
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync());
        var consent = await AgreeAsync(Amal, one);
        await AgreeAsync(Bayt, other);
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");
        var pair = await IdAsync(one, other);

        var line = Assert.Single((await Amal.GetAsync($"/api/people/{one}/disclosures")).Items());
        Assert.Equal((await Amal.AgencyIdAsync("iom-libya"), "deduplication", "consent"), (line.Id("recipientAgencyId"), line.Text("purpose"), line.Text("basis")));
        Assert.Equal(["identity", "contact"], line["packages"]!.AsArray().Select(package => (string)package!));
        Assert.Equal(1L, await ScalarAsync("select count(*) from access.disclosures where person = $1 and consents = array[$2] and by_agency = $3", one, consent, await Amal.AgencyIdAsync("amal-health")));
        Assert.Contains("find-duplicates identity allowed", await AuditOfAsync(one));

        (await Desk.GetAsync($"/api/duplicates/{pair}")).Expect(200);
        await Eventually.TrueAsync(async () => (await AuditOfAsync(one)).Contains("GET /duplicates/{duplicateId:guid} identity allowed"));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("other purpose")]
    [InlineData("other recipient")]
    [InlineData("no identity")]
    public async Task Without_the_consent_of_both_nothing_is_looked_for(string lacking)
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync());
        var bayt = await Amal.AgencyIdAsync("bayt-shelter");
        await AgreeAsync(Bayt, other);
        if (lacking != "one")
        {
            await AgreeAsync(Amal, one, consent =>
            {
                consent["purpose"] = lacking == "other purpose" ? "service-referral" : "deduplication";
                consent["recipientAgencyId"] = lacking == "other recipient" ? bayt : (Guid?)consent["recipientAgencyId"];
                consent["packages"] = lacking == "no identity" ? new JsonArray("contact") : new JsonArray("identity", "contact");
            });
        }

        await LookedAsync(one, other);

        Assert.Equal("", await StateAsync(one, other));
        Assert.Equal(0L, await ScalarAsync("select count(*) from link_keys where person_id = $1", one));   // no key across agencies of who did not agree
        Assert.NotEqual(0L, await ScalarAsync("select count(*) from link_keys where person_id = $1", other));
    }

    [Fact]
    public async Task The_phone_is_compared_and_shown_only_where_that_was_agreed_to()
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync());
        await AgreeAsync(Amal, one, consent => consent["packages"] = new JsonArray("identity"));
        await AgreeAsync(Bayt, other);
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");

        var seen = (await Desk.GetAsync($"/api/duplicates/{await IdAsync(one, other)}")).Expect(200);

        Assert.DoesNotContain("same-phone", seen["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal([null, Phone], seen["sides"]!.AsArray().Select(side => (string?)side!["phone"]).Order());
        Assert.Equal(0L, await ScalarAsync("select count(*) from link_keys where person_id = $1 and kind = 2", one));
    }

    [Fact]
    public async Task Brothers_are_not_told_to_be_one_and_who_is_surely_somebody_else_is_no_task()
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync(person => (person["givenName"], person["sex"], person["birthYear"], person["nationality"]) = ("Amina", "female", 2012, "TCD")));
        await AgreeAsync(Amal, one);
        await AgreeAsync(Bayt, other);
        await LookedAsync(one, other);

        Assert.Equal("", await StateAsync(one, other));
    }

    [Fact]
    public async Task Two_files_of_one_team_are_no_task_for_the_search_shows_both()
    {
        var (one, other) = (await OfAmalAsync(), await OfAmalAsync());
        await AgreeAsync(Amal, one);
        await AgreeAsync(Amal, other);
        await LookedAsync(one, other);

        Assert.Equal("", await StateAsync(one, other));
    }

    [Fact]
    public async Task A_name_that_is_corrected_makes_a_pair_and_unmakes_it()
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync());
        await AgreeAsync(Amal, one);
        await AgreeAsync(Bayt, other);
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");

        await CorrectAsync(one, Invented(), "\"1\"");
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "unlike");
        (await Desk.GetAsync($"/api/duplicates/{await IdAsync(one, other)}")).Expect(404);

        await CorrectAsync(one, Family, "\"2\"");
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");
        (await Desk.GetAsync($"/api/duplicates/{await IdAsync(one, other)}")).Expect(200);

        async Task CorrectAsync(Guid person, string family, string version) => (await Amal.PutAsync($"/api/people/{person}", Partner.Person(identity =>
            (identity["givenName"], identity["otherNames"], identity["familyName"], identity["sex"], identity["birthYear"], identity["phone"]) = ("محمد", family == Family ? Father : Invented(), family, "male", family == Family ? 1991 : 1950, Phone)), version)).Expect(200);
    }

    [Fact]
    public async Task With_the_withdrawal_all_that_came_of_it_is_gone_at_once()
    {
        var (one, other) = (await OfAmalAsync(), await OfBaytAsync());
        var consent = await AgreeAsync(Amal, one);
        await AgreeAsync(Bayt, other);
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");
        var pair = await IdAsync(one, other);

        (await Amal.DeleteAsync($"/api/people/{one}/consents/{consent}")).Expect(204);

        (await Desk.GetAsync($"/api/duplicates/{pair}")).Expect(404);
        Assert.Equal("ended", await StateAsync(one, other));
        Assert.Equal(0L, await ScalarAsync("select count(*) from link_keys where person_id = $1", one));
        Assert.Equal(1L, await ScalarAsync("select count(*) from duplicates where duplicate_id = $1 and one_sealed is null and other_sealed is null", pair));

        await AgreeAsync(Amal, one);
        await Eventually.TrueAsync(async () => await StateAsync(one, other) == "open");
        (await Desk.GetAsync($"/api/duplicates/{pair}")).Expect(200);
    }

    [Fact]
    public async Task Who_is_erased_leaves_no_pair()
    {
        var (pair, one, _) = await PairAsync();

        var erasure = (await Amal.PostAsync($"/api/people/{one}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);

        (await Desk.GetAsync($"/api/duplicates/{pair}")).Expect(404);
        Assert.Equal(0L, await ScalarAsync(
            "select (select count(*) from duplicates where $1 in (one, other)) + (select count(*) from link_keys where person_id = $1) + (select count(*) from keyings where person_id = $1) + (select count(*) from access.grants where record = $2)", one, pair));
    }
}
