namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class GetCopyTests : Asking
{
    [Fact]
    public async Task It_holds_all_that_is_held_here_and_says_who_else_holds_something()
    {
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        var (transfer, person) = await OfferedAsync(note: "She fears her brother (invented).");
        (await MoveAsync(Sabha, transfer, "withdrawal")).Expect(200);
        var consent = await Sabha.ConsentAsync(person, bayt);
        var referral = (await Sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");
        (await Bayt.PostAsync($"/api/referrals/{referral}/acceptance", new { })).Expect(200);
        var code = (await Sabha.GetAsync($"/api/people/{person}")).Json.Text("caseCode");
        (await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode = code, reason = "No one of Sabha answers (invented)." })).Expect(201);
        var (request, _) = await AskedAsync("access", person);
        await Eventually.TrueAsync(async () => (await Sabha.GetAsync($"/api/people/{person}/disclosures")).Items()[0].Text("state") == "readable");

        var copy = (await Sabha.GetAsync($"/api/people/{person}/copy")).Expect(200);

        Assert.Equal("attachments consents disclosures encounters family file households isComplete keeper madeAt merged opened others programmes requests statuses tracing transfers", copy.Json.FieldNames());
        Assert.True(JsonNode.DeepEquals((await Sabha.GetAsync($"/api/people/{person}")).Json, copy["file"]));
        Assert.Equal((consent, referral, request), (Only("consents").Id("consentId"), Only("disclosures").Id("referralId"), Only("requests").Id("requestId")));
        Assert.Equal(("She fears her brother (invented).", "No one of Sabha answers (invented)."), (Only("transfers").Text("note"), Only("opened").Text("reason")));
        Assert.Equal((bayt, "Bayt Shelter (demo)"), (Only("others").Id("agencyId"), Only("others").Text("name")));
        Assert.Contains("Ask it directly", Only("others").Text("howToAsk"), StringComparison.Ordinal);
        Assert.True(copy["isComplete"]!.GetValue<bool>());
        Assert.Contains("GET /people/{personId:guid}/copy identity allowed", await AuditOfAsync(person));

        JsonNode Only(string part) => Assert.Single(copy[part]!.AsArray())!;
    }

    [Fact]
    public async Task Who_only_asked_without_a_name_holds_nothing_to_ask_for()
    {
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        var person = await Sabha.RegisterAsync();
        await Sabha.ConsentAsync(person, bayt);
        (await Sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201);
        await Eventually.TrueAsync(async () => (await Sabha.GetAsync($"/api/people/{person}/disclosures")).Items()[0].Text("state") == "sent");

        Assert.Empty((await Sabha.GetAsync($"/api/people/{person}/copy")).Expect(200)["others"]!.AsArray());
    }

    [Fact]
    public async Task Only_who_keeps_the_file_makes_one()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 3);
        var code = (await Sabha.GetAsync($"/api/people/{person}")).Json.Text("caseCode");
        foreach (var path in (string[])[$"/api/people/{person}/copy", $"/api/people/{person}/copy/page"])
        {
            (await Tripoli.GetAsync(path)).Expect(404);
            (await Amal.GetAsync(path)).Expect(404);
            (await Officer.GetAsync(path)).Expect(403);
            (await (await Platform.SignInAsync("auditor@iom-libya.demo")).GetAsync(path)).Expect(403);
            (await SabhaSupervisor.GetAsync(path)).Expect(200);
        }

        (await TripoliCaseworker.PostAsync("/api/emergency-access", new { caseCode = code, reason = "No one of Sabha answers (invented)." })).Expect(201);
        (await TripoliCaseworker.GetAsync($"/api/people/{person}/copy")).Expect(403);   // for an hour, to read and not to hand out
        (await AcceptAsync(Tripoli, transfer)).Expect(200);
        (await Sabha.GetAsync($"/api/people/{person}/copy")).Expect(403);
        (await Tripoli.GetAsync($"/api/people/{person}/copy")).Expect(200);
    }
}
