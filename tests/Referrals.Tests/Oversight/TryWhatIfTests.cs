namespace Platform.Referrals.Tests.Oversight;

/// <summary>What would be is seen before it is, by doing it where nobody else sees it; and nothing of it stays.</summary>
public sealed class TryWhatIfTests : OnThePlatform
{
    [Fact]
    public async Task Accepted_now_it_would_be_read_as_it_is_read_once_it_is_accepted()
    {
        var referral = await ReferralInAsync("sent");

        var tried = await AcceptedAsync("bayt-shelter-system", referral);
        Assert.True(tried["possible"]!.GetValue<bool>());
        Assert.Equal(("consent", "referral envelope packet", "accepted"), Told(tried));

        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);
        var done = (await (await AdminAsync()).GetAsync($"/api/operations/referrals/access?member={await Platform.MemberIdAsync("bayt-shelter-system")}&record={referral}")).Expect(200);
        Assert.Equal(done.Json.ToJsonString(), tried["explanation"]!.ToJsonString());
    }

    [Fact]
    public async Task Nothing_of_it_stays_but_the_question_in_the_audit()
    {
        var referral = await ReferralInAsync("sent");
        var before = (await GetAsync(Sender, referral)).Expect(200).Body;

        await AcceptedAsync("bayt-shelter-system", referral);

        Assert.Equal(before, (await GetAsync(Sender, referral)).Expect(200).Body);
        Assert.Equal("sent", await HistoryAsync(Sender, referral));
        Assert.Null((await GetAsync(Receiver, referral))["packet"]);
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from access.disclosures where referral = $1 and stage = 'disclosed'", referral));
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from messaging.outbox where aggregate = $1 and message_type like '%Accepted'", referral));
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from access.audit where $1 = any (records) and action like '%acceptance'", referral));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from access.audit where $1 = any (records) and action = 'POST /operations/access/what-if' and outcome = 'allowed'", referral));
    }

    [Fact]
    public async Task What_cannot_be_accepted_is_told_as_it_is()
    {
        Assert.Equal((false, "state"), Possible(await AcceptedAsync("bayt-shelter-system", await ReferralInAsync("rejected"))));
        Assert.Equal((false, "grant"), Possible(await AcceptedAsync("amal-health-system", await ReferralInAsync("sent"))));   // the sender's side does not accept
        Assert.Equal((false, "no-grant"), Possible(await AcceptedAsync("rihla-legal-system", await ReferralInAsync("sent"))));
        Assert.Equal((false, "no-grant"), Possible(await AcceptedAsync("bayt-shelter-system", Guid.NewGuid())));

        static (bool, string?) Possible(Answer tried) => (tried["possible"]!.GetValue<bool>(), tried["explanation"].Text("decides"));
    }

    [Fact]
    public async Task An_emergency_would_wait_for_its_approval()
    {
        var (referral, _, _) = await Sender.ReferAsync("bayt-shelter", fields =>
            (fields["priority"], fields["basis"], fields["basisReason"]) = ("emergency", "vital-interest", "Unconscious (invented)."));

        Assert.Equal(("approval", "referral envelope", "accepted"), Told(await AcceptedAsync("bayt-shelter-system", referral)));
    }

    [Fact]
    public async Task Of_a_planned_agreement_only_what_no_other_covers_is_told()
    {
        var (amal, bayt, embassy) = (await Sender.AgencyIdAsync("amal-health"), await Sender.AgencyIdAsync("bayt-shelter"), (await (await AdminAsync()).AgencyIdAsync("embassy-one")));

        Assert.Empty(Adds(await PlanAsync([amal, bayt], ["service-referral", "tracing"], ["identity", "contact"], ["LY02"], Day(0), Day(300))));
        Assert.Equal(
            [$"{amal} {bayt} return * identity medical", $"{bayt} {amal} return * identity medical", $"{amal} {bayt} tracing * medical", $"{bayt} {amal} tracing * medical"],
            Adds(await PlanAsync([amal, bayt], ["return", "tracing"], ["identity", "medical"], ["*"], Day(0), Day(300))).OrderBy(added => added.Split(' ')[2]));
        var beyond = Assert.Single((await PlanAsync([amal, bayt], ["tracing"], ["identity"], ["LY02"], Day(0), "2031-06-30"))["adds"]!.AsArray(), added => added.Id("fromAgencyId") == amal);
        Assert.Equal(("2031-01-01", "2031-06-30", false), (beyond.Text("from"), beyond.Text("until"), beyond!["onlyTogether"]!.GetValue<bool>()));
        Assert.Equal([$"{embassy} {amal} return * travel-identity"], Adds(await PlanAsync([amal, embassy], ["return"], ["travel-identity"], ["*"], Day(0), Day(30))));   // an embassy receives nothing
    }

    [Fact]
    public async Task An_agencys_own_administrator_plans_what_concerns_it_and_an_auditor_plans_nothing()
    {
        await Platform.PlantUserAsync("access-admin@rihla-legal.demo", "main", "access-admin");
        var own = await Platform.SignInAsync("access-admin@rihla-legal.demo");
        Guid[] parties = [await Sender.AgencyIdAsync("amal-health"), await Sender.AgencyIdAsync("bayt-shelter"), await Sender.AgencyIdAsync("rihla-legal")];
        var planned = Planned(parties, ["return"], ["medical"], ["*"], Day(0), Day(30));

        Assert.Equal(6, (await AskAsync(await AdminAsync(), planned)).Expect(200)["adds"]!.AsArray().Count);
        var theirs = (await AskAsync(own, planned)).Expect(200)["adds"]!.AsArray();
        Assert.Equal(4, theirs.Count);
        Assert.All(theirs, added => Assert.True(added.Id("fromAgencyId") == parties[2] || added.Id("toAgencyId") == parties[2]));
        (await AskAsync(await Platform.SignInAsync("auditor@iom-libya.demo"), planned)).Expect(403);
        (await AskAsync(Sender, planned)).Expect(403);
    }

    [Fact]
    public async Task A_plan_with_crossed_dates_one_party_or_unknown_codes_is_refused_by_its_fields()
    {
        Guid[] parties = [await Sender.AgencyIdAsync("amal-health"), await Sender.AgencyIdAsync("bayt-shelter")];
        var admin = await AdminAsync();

        Assert.Equal("$.agreement.until", (await AskAsync(admin, Planned(parties, ["return"], ["medical"], ["*"], Day(3), Day(2)))).WrongFields());
        Assert.Equal("$.agreement.agencyIds", (await AskAsync(admin, Planned([parties[0], parties[0]], ["return"], ["medical"], ["*"], Day(0), Day(2)))).WrongFields());
        Assert.Equal("$.agreement.agencyIds", (await AskAsync(admin, Planned([parties[0], Guid.NewGuid()], ["return"], ["medical"], ["*"], Day(0), Day(2)))).WrongFields());
        Assert.Equal("$.agreement.areaCodes $.agreement.packages $.agreement.purposes", (await AskAsync(admin, Planned(parties, [], ["names"], ["LY99"], Day(0), Day(2)))).WrongFields());
        Assert.Equal("$.agreement", (await AskAsync(admin, new { then = "agreement" })).WrongFields());
        Assert.Equal("$.member $.record", (await AskAsync(admin, new { then = "accepted" })).WrongFields());
    }

    private Task<Partner> AdminAsync() => Platform.SignInAsync("access-admin@iom-libya.demo");

    private async Task<Answer> AcceptedAsync(string member, Guid record) =>
        (await AskAsync(await AdminAsync(), new { member = await Platform.MemberIdAsync(member), record, then = "accepted" })).Expect(200);

    private async Task<Answer> PlanAsync(Guid[] agencyIds, string[] purposes, string[] packages, string[] areaCodes, string from, string until) =>
        (await AskAsync(await AdminAsync(), Planned(agencyIds, purposes, packages, areaCodes, from, until))).Expect(200);

    private static Task<Answer> AskAsync(Partner by, object question) => by.PostAsync("/api/operations/referrals/access/what-if", question);

    private static object Planned(Guid[] agencyIds, string[] purposes, string[] packages, string[] areaCodes, string from, string until) =>
        new { then = "agreement", agreement = new { agencyIds, purposes, packages, areaCodes, from, until } };

    private static IEnumerable<string> Adds(Answer planned) => planned["adds"]!.AsArray().Select(added =>
        $"{added.Id("fromAgencyId")} {added.Id("toAgencyId")} {added.Text("purpose")} {added.Text("areaCode")} {string.Join(' ', added!["packages"]!.AsArray().Select(package => package!.GetValue<string>()))}");

    private static (string?, string, string?) Told(Answer tried) => (
        tried["explanation"].Text("decides"), string.Join(' ', tried["explanation"]!["reads"]!.AsArray().Select(part => part!.GetValue<string>())), tried["explanation"]!["standsOn"].Text("state"));

    private static string Day(int ahead) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(ahead).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
