namespace Platform.Registrations.Tests.SubjectRequests;

public sealed class RecordSubjectRequestTests : Asking
{
    [Fact]
    public async Task What_a_person_asks_is_taken_down_with_the_day_by_which_it_is_answered()
    {
        var person = await Sabha.RegisterAsync();

        var asked = (await AskAsync(Sabha, person, "correction", request =>
        {
            request["receivedOn"] = In(-2);
            (request["how"], request["through"]) = ("through-representative", "An aunt (invented)");
        })).Expect(201);

        Assert.Equal("caseCode dueOn how kind language overdue personId receivedOn recordedAt recordedBy requestId state through what", asked.Json.FieldNames());
        Assert.Equal(("received", "correction", false, person), (asked.Json.Text("state"), asked.Json.Text("kind"), asked["overdue"]!.GetValue<bool>(), asked.Json.Id("personId")));
        Assert.Equal((In(-2), In(28)), (asked.Json.Text("receivedOn"), asked.Json.Text("dueOn")));   // thirty days from the day it was asked
        Assert.Equal((PersonalWords, "An aunt (invented)"), (asked.Json.Text("what"), asked.Json.Text("through")));
        Assert.Equal(asked.Body, (await SeeAsync(Sabha, asked.Json.Id("requestId"))).Expect(200).Body);
        Assert.Equal(asked.Body, (await SeeAsync(SabhaSupervisor, asked.Json.Id("requestId"))).Expect(200).Body);
    }

    [Fact]
    public async Task What_was_said_lies_sealed_and_that_it_was_is_entered_with_the_person()
    {
        var (request, person) = await AskedAsync("correction");

        var sealedWords = await ScalarAsync<byte[]>("registrations", "select asked from subject_request_texts where request_id = $1", request);

        Assert.DoesNotContain("wrongly", System.Text.Encoding.UTF8.GetString(sealedWords), StringComparison.Ordinal);
        Assert.Contains("POST /people/{personId:guid}/requests identity allowed", await AuditOfAsync(request));
        Assert.Contains("POST /people/{personId:guid}/requests identity allowed", await AuditOfAsync(person));
    }

    [Fact]
    public async Task Only_who_keeps_the_file_takes_it_down()
    {
        var (transfer, person) = await OfferedAsync(handoverDays: 3);
        (await AskAsync(Tripoli, person, "access")).Expect(404);
        (await AskAsync(Amal, person, "access")).Expect(404);
        (await AskAsync(Officer, person, "access")).Expect(403);
        (await AskAsync(await Platform.SignInAsync("auditor@iom-libya.demo"), person, "access")).Expect(403);
        Assert.Equal((await AskAsync(Amal, Guid.NewGuid(), "access")).Body, (await AskAsync(Amal, person, "access")).Body);

        (await AcceptAsync(Tripoli, transfer)).Expect(200);

        (await AskAsync(Sabha, person, "access")).Expect(403);   // who reads in the handover writes nothing
        (await AskAsync(Tripoli, person, "access")).Expect(201);
    }

    [Theory]
    [InlineData("access", "$.kind", "kind", null)]
    [InlineData("access", "$.kind", "kind", "erasure")]
    [InlineData("access", "$.receivedOn", "receivedOn", null)]
    [InlineData("access", "$.receivedOn", "receivedOn", "2020-01-01")]
    [InlineData("access", "$.receivedOn", "receivedOn", "9999-12-31")]
    [InlineData("access", "$.language", "language", "en")]
    [InlineData("access", "$.how", "how", "pigeon")]
    [InlineData("access", "$.through", "how", "through-representative")]
    [InlineData("access", "$.through", "through", "An aunt (invented)")]
    [InlineData("correction", "$.what", "what", null)]
    [InlineData("correction", "$.what", "what", "a\u202Eb")]
    [InlineData("objection", "$.objectsTo", "objectsTo", null)]
    public async Task A_wrong_field_is_named(string kind, string path, string field, string? value)
    {
        var person = await Sabha.RegisterAsync();

        Assert.Equal(path, (await AskAsync(Sabha, person, kind, request => request[field] = value)).WrongFields());
    }

    [Fact]
    public async Task An_objection_names_what_it_is_to_and_nothing_else_does()
    {
        var (person, bayt) = (await Sabha.RegisterAsync(), await Sabha.AgencyIdAsync("bayt-shelter"));

        async Task<string> WrongAsync(string kind, JsonObject to) => (await AskAsync(Sabha, person, kind, request => request["objectsTo"] = to)).WrongFields();

        Assert.Equal("$.objectsTo", await WrongAsync("objection", new() { ["purposes"] = new JsonArray(), ["recipientAgencyIds"] = new JsonArray() }));
        Assert.Equal("$.objectsTo", await WrongAsync("access", new() { ["purposes"] = new JsonArray("tracing") }));
        Assert.Equal("$.objectsTo.purposes", await WrongAsync("objection", new() { ["purposes"] = new JsonArray("tracing", "tracing") }));
        Assert.Equal("$.objectsTo.purposes", await WrongAsync("objection", new() { ["purposes"] = new JsonArray("gossip") }));
        Assert.Equal("$.objectsTo.recipientAgencyIds", await WrongAsync("objection", new() { ["recipientAgencyIds"] = new JsonArray(bayt, bayt) }));
        Assert.Equal("$.objectsTo.recipientAgencyIds", await WrongAsync("objection", new() { ["recipientAgencyIds"] = new JsonArray(Guid.NewGuid()) }));
        Assert.Equal("$.receivedOn", (await AskAsync(Sabha, person, "access", request => request["receivedOn"] = In(1))).WrongFields());
        Assert.Equal("$.what", (await AskAsync(Sabha, person, "correction", request => request["what"] = new string('a', 2001))).WrongFields());
        Assert.Empty((await Sabha.GetAsync($"/api/people/{person}/copy")).Expect(200)["requests"]!.AsArray());
    }

    [Fact]
    public async Task What_is_objected_to_ends_in_the_same_commit_and_is_not_agreed_to_nor_handed_over_while_it_stands()
    {
        var (person, bayt, amal) = (await Sabha.RegisterAsync(), await Sabha.AgencyIdAsync("bayt-shelter"), await Sabha.AgencyIdAsync("amal-health"));
        var (ends, elsewhere, otherwise) = (await Sabha.ConsentAsync(person, bayt), await Sabha.ConsentAsync(person, amal), await Sabha.ConsentAsync(person, bayt, consent => consent["purpose"] = "tracing"));

        var (request, _) = await AskedAsync("objection", person, objection => objection["objectsTo"]!["recipientAgencyIds"] = new JsonArray(bayt));

        var consents = (await Sabha.GetAsync($"/api/people/{person}/consents")).Items();
        Assert.Equal([ends], consents.Where(consent => consent["withdrawnAt"] is not null).Select(consent => consent.Id("consentId")));
        Assert.Equal(new[] { elsewhere, otherwise }.Order(), consents.Where(consent => consent["withdrawnAt"] is null).Select(consent => consent.Id("consentId")).Order());
        Assert.Equal(4, await ScalarAsync<int>("registrations", "select consent_version from people where person_id = $1", person));
        Assert.Equal("objection-stands", (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(409).Problem);
        Assert.Equal("objection-stands", (await Sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(409).Problem);
        Assert.Equal("objection-stands", (await Sabha.PostAsync("/api/referrals", Emergency(person, bayt))).Expect(409).Problem);
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt, consent => consent["purpose"] = "tracing"))).Expect(201);   // another purpose
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(amal))).Expect(201);                                              // another agency
        Assert.Equal($"[\"service-referral\"] [\"{bayt}\"]", $"{(await SeeAsync(Sabha, request))["objectsTo"]!["purposes"]!.ToJsonString()} {(await SeeAsync(Sabha, request))["objectsTo"]!["recipientAgencyIds"]!.ToJsonString()}");

        (await StepAsync(Sabha, request, "answer", new { })).Expect(200);
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(409);   // answered, it stands

        (await StepAsync(Sabha, request, "withdrawal")).Expect(200);
        (await Sabha.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt))).Expect(201);
    }

    [Fact]
    public async Task An_objection_ends_an_open_referral_that_stood_on_the_consent()
    {
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        var person = await Sabha.RegisterAsync();
        await Sabha.ConsentAsync(person, bayt);
        var referral = (await Sabha.PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(201).Json.Id("referralId");

        await AskedAsync("objection", person);   // to a purpose, whoever receives

        await Eventually.TrueAsync(async () => (await Sabha.GetAsync($"/api/referrals/{referral}")).Json.Text("status") == "revoked");
    }

    [Fact]
    public async Task The_same_key_takes_one_request_down()
    {
        var (person, key) = (await Sabha.RegisterAsync(), Guid.NewGuid().ToString());
        var body = Partner.SubjectRequest("access");

        var first = (await Sabha.PostAsync($"/api/people/{person}/requests", body, key)).Expect(201);

        Assert.Equal(first.Body, (await Sabha.PostAsync($"/api/people/{person}/requests", body, key)).Expect(201).Body);
        Assert.Equal(1L, await ScalarAsync<long>("registrations", "select count(*) from subject_requests where person_id = $1", person));
    }

    private static JsonObject Emergency(Guid person, Guid to) => Partner.Referral(person, to, referral =>
    {
        (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Invented.");
        referral["envelope"] = new JsonObject { ["sex"] = "female", ["ageBand"] = "18-59", ["adm2"] = "LY0319" };
    });
}
