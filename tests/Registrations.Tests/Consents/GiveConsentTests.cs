namespace Platform.Registrations.Tests.Consents;

public sealed class GiveConsentTests : OnThePlatform
{
    [Fact]
    public async Task What_the_person_agreed_to_is_kept_as_it_was_given()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        var told = Partner.Consent(bayt, consent =>
        {
            consent["packages"] = new JsonArray("identity", "contact", "needs");
            consent["givenBy"] = "guardian";
            consent["method"] = "thumbprint";
        });

        var given = (await Amal.PostAsync($"/api/people/{person}/consents", told)).Expect(201);

        Assert.Equal(
            "consentId expiresOn givenAt givenBy language method packages personId purpose recipientAgencyId witnessedBy", given.Json.FieldNames());
        Assert.Equal(4, given.Json.Id("consentId").Version);
        Assert.Equal(person, given.Json.Id("personId"));
        foreach (var (field, value) in told)
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value!.ToJsonString()), given[field]), field);
        }
    }

    [Fact]
    public async Task Written_consent_needs_no_witness_and_any_other_does()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));

        (await GiveAsync(person, bayt, consent => { consent["method"] = "written"; consent.Remove("witnessedBy"); })).Expect(201);
        Assert.Equal("$.witnessedBy", (await GiveAsync(person, bayt, consent => { consent["method"] = "verbal"; consent.Remove("witnessedBy"); })).WrongFields());
        Assert.Equal("$.witnessedBy", (await GiveAsync(person, bayt, consent => { consent["method"] = "thumbprint"; consent["witnessedBy"] = " "; })).WrongFields());
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "purpose", "null", "$.purpose" },
        { "purpose", "\"anything\"", "$.purpose" },
        { "recipientAgencyId", "null", "$.recipientAgencyId" },
        { "recipientAgencyId", "\"00000000-0000-0000-0000-000000000000\"", "$.recipientAgencyId" },
        { "recipientAgencyId", "\"bayt-shelter\"", "$.recipientAgencyId" },
        { "recipientAgencyId", "\"0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f\"", "$.recipientAgencyId" },
        { "packages", "null", "$.packages" },
        { "packages", "[]", "$.packages" },
        { "packages", "[null]", "$.packages" },
        { "packages", "[\"\"]", "$.packages" },
        { "packages", "[\"everything\"]", "$.packages" },
        { "packages", "[\"identity\", \"identity\"]", "$.packages" },
        { "packages", "\"identity\"", "$.packages" },
        { "givenBy", "null", "$.givenBy" },
        { "givenBy", "\"neighbour\"", "$.givenBy" },
        { "method", "null", "$.method" },
        { "method", "\"telepathy\"", "$.method" },
        { "witnessedBy", "\"A\\u202EB\"", "$.witnessedBy" },
        { "language", "null", "$.language" },
        { "language", "\"ar\"", "$.language" },
        { "expiresOn", "null", "$.expiresOn" },
        { "expiresOn", "\"2026-02-30\"", "$.expiresOn" },
        { "expiresOn", "\"soon\"", "$.expiresOn" },
        { "expiresOn", "\"9999-12-31\"", "$.expiresOn" },
        { "expiresOn", "\"2020-01-01\"", "$.expiresOn" },
        { "wholeLife", "true", "$.wholeLife" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_agreed(string field, string json, string path)
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));

        Assert.Equal(path, (await GiveAsync(person, bayt, consent => consent[field] = JsonNode.Parse(json))).WrongFields());
        Assert.Empty((await Amal.GetAsync($"/api/people/{person}/consents")).Items());
    }

    [Theory]
    [InlineData("embassy-one")]
    [InlineData("social-affairs")]
    [InlineData("detention-authority")]
    [InlineData("mission-one")]
    public async Task Nobody_but_agencies_that_hold_cases_receives_on_consent(string recipient)
    {
        var person = await Amal.RegisterAsync();
        await using var identity = await Platform.OpenDatabaseAsync("identity");
        await using var find = new Npgsql.NpgsqlCommand("select agency_id from agencies where code = $1", identity) { Parameters = { new() { Value = recipient } } };
        var id = (Guid)(await find.ExecuteScalarAsync())!;

        Assert.Equal("$.recipientAgencyId", (await GiveAsync(person, id)).WrongFields());
    }

    [Fact]
    public async Task A_consent_lasts_from_today_to_two_years()
    {
        var (person, bayt) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));

        Assert.Equal("$.expiresOn", (await GiveAsync(person, bayt, consent => consent["expiresOn"] = In(-1))).WrongFields());
        Assert.Equal("$.expiresOn", (await GiveAsync(person, bayt, consent => consent["expiresOn"] = In(732))).WrongFields());
        (await GiveAsync(person, bayt, consent => consent["expiresOn"] = In(0))).Expect(201);
        (await GiveAsync(person, bayt, consent => consent["expiresOn"] = In(730))).Expect(201);
    }

    [Fact]
    public async Task The_same_consent_sent_twice_is_one()
    {
        var (person, bayt, key) = (await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt), key)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Expect(201).Body, answer.Body));
        Assert.Single((await Amal.GetAsync($"/api/people/{person}/consents")).Items());
        Assert.Equal("key-reused", (await Amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(bayt, consent => consent["givenBy"] = "guardian"), key)).Expect(422).Problem);
    }

    /// <summary>Elsewhere such a consent was kept, and later applied to the next person who came to bear the number.</summary>
    [Fact]
    public async Task A_consent_for_nobody_is_refused_and_waits_for_nobody()
    {
        var (nobody, theirs, bayt) = (Guid.NewGuid(), await Bayt.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));
        await using var database = await Platform.OpenDatabaseAsync("registrations");

        foreach (var person in new[] { nobody, Guid.Empty, theirs })
        {
            (await GiveAsync(person, bayt, _ => { })).Expect(404);
            await using var kept = new Npgsql.NpgsqlCommand("select count(*) from consents where person_id = $1", database) { Parameters = { new() { Value = person } } };
            Assert.Equal(0L, await kept.ExecuteScalarAsync());
        }

        // and nobody chooses whom they will be: the id is the platform's own, random, and never used again
        Assert.Equal("$.personId", (await Amal.PostAsync("/api/people", Partner.Person(person => person["personId"] = nobody))).WrongFields());
        var given = await Amal.ConsentAsync(await Amal.RegisterAsync(), bayt);
        await using var orphan = new Npgsql.NpgsqlCommand("update consents set person_id = $1 where consent_id = $2", database) { Parameters = { new() { Value = nobody }, new() { Value = given } } };
        Assert.Equal("23503", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => orphan.ExecuteNonQueryAsync())).SqlState);   // not even by hand
    }

    [Fact]
    public async Task The_person_is_the_one_of_the_path()
    {
        var (person, other, bayt) = (await Amal.RegisterAsync(), await Amal.RegisterAsync(), await Amal.AgencyIdAsync("bayt-shelter"));

        Assert.Equal("$.personId", (await GiveAsync(person, bayt, consent => consent["personId"] = other)).WrongFields());
        Assert.Empty((await Amal.GetAsync($"/api/people/{other}/consents")).Items());
    }

    private Task<Answer> GiveAsync(Guid person, Guid recipient, Action<JsonObject>? change = null) =>
        Amal.PostAsync($"/api/people/{person}/consents", Partner.Consent(recipient, change));
}
