namespace Platform.Referrals.Tests.Referrals;

public sealed class SubmitReferralTests : OnThePlatform
{
    [Fact]
    public async Task The_sender_is_told_the_state_and_the_clocks()
    {
        var (person, bayt) = await PersonAsync();

        var sent = (await SendAsync(person, bayt, referral => referral["priority"] = "emergency")).Expect(201);

        Assert.Equal(SenderFields, sent.Json.FieldNames());
        Assert.Equal(TimeSpan.FromHours(1), Between(sent, "acknowledgeBy"));
        Assert.Equal(TimeSpan.FromHours(24), Between(sent, "respondBy"));
        Assert.Equal(TimeSpan.FromHours(8), Between((await SendAsync(person, bayt, referral => referral["priority"] = "urgent")).Expect(201), "acknowledgeBy"));
        var normal = (await SendAsync(person, bayt, referral => referral["priority"] = "normal")).Expect(201);
        Assert.Equal((TimeSpan.FromHours(72), TimeSpan.FromHours(336)), (Between(normal, "acknowledgeBy"), Between(normal, "respondBy")));
    }

    [Theory]
    [InlineData("embassy-one")]
    [InlineData("detention-authority")]
    [InlineData("mission-one")]
    public async Task Nothing_is_sent_to_an_embassy_whatever_was_agreed_with_it(string agency)
    {
        var (person, _) = await PersonAsync();
        await using var identity = await Platform.OpenDatabaseAsync("identity");
        await using var agree = new Npgsql.NpgsqlCommand("""
            with made as (
                insert into agreements (agreement_id, code, agency_ids, purposes, packages, area_codes, valid_from, valid_until, active)
                select gen_random_uuid(), 'mistaken-' || gen_random_uuid(), array[agency_id, $2], '{service-referral}', '{identity,contact}', '{*}', '2026-01-01', '2030-12-31', true from agencies where code = $1
                returning agency_ids)
            select agency_ids[1] from made
            """, identity) { Parameters = { new() { Value = agency }, new() { Value = await Sender.AgencyIdAsync("amal-health") } } };
        var other = (Guid)(await agree.ExecuteScalarAsync())!;
        await Eventually.TrueAsync(async () => await CountAsync("referrals", "select count(*) from access.agreed where from_agency = $1", other) > 0);   // it is known

        var sent = await SendAsync(person, other, referral => (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", "Bleeding (invented)."));
        Assert.Equal("$.toAgencyId", sent.WrongFields());
        Assert.NotEqual("agreement-missing", sent.Problem);

        var handed = await Sender.With(Platform.AddressOf("registrations")).PostAsync("/internal/packages", new
        {
            personId = person,
            purpose = "service-referral",
            packages = (string[])["identity", "contact"],
            recipientAgencyId = other,
            areaCode = "LY021104",
            basis = "vital-interest",
        });
        Assert.Equal("agreement-missing", handed.Expect(400).Problem);
        Assert.Equal(0, await CountAsync("registrations", "select count(*) from access.disclosures where recipient = $1", other));
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from access.agreed where to_agency = $1", other));
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "personId", "null", "$.personId" },
        { "personId", "\"me\"", "$.personId" },
        { "toAgencyId", "null", "$.toAgencyId" },
        { "toAgencyId", "[]", "$.toAgencyId" },
        { "toAgencyId", "\"0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f\"", "$.toAgencyId" },
        { "serviceCode", "null", "$.serviceCode" },
        { "serviceCode", "\"specialised-protection\"", "$.serviceCode" },
        { "serviceCode", "\"legal\"", "$.serviceCode" },                   // bayt-shelter does not offer it
        { "priority", "null", "$.priority" },
        { "priority", "\"asap\"", "$.priority" },
        { "areaCode", "null", "$.areaCode" },
        { "areaCode", "\"LY0211\"", "$.areaCode" },
        { "areaCode", "\"XX000000\"", "$.areaCode" },
        { "reason", "null", "$.reason" },
        { "reason", "\"  \"", "$.reason" },
        { "reason", "\"a\\u0000b\"", "$.reason" },
        { "reason", "\"a\\u202Eb\"", "$.reason" },
        { "packages", "null", "$.packages" },
        { "packages", "[]", "$.packages" },
        { "packages", "[null]", "$.packages" },
        { "packages", "[\"identity\", \"identity\"]", "$.packages" },
        { "packages", "[\"gbv\"]", "$.packages" },
        { "packages", "\"identity\"", "$.packages" },
        { "receiverPhoned", "\"yes\"", "$.receiverPhoned" },
        { "receiverPhoned", "true", "$.receiverPhoned" },                  // only an emergency is
        { "basis", "\"best-interests\"", "$.basis" },
        { "basis", "\"vital-interest\"", "$.basis $.basisReason" },        // not for what is merely urgent, and not without a reason
        { "envelope", "{\"sex\": \"x\", \"ageBand\": \"x\"}", "$.envelope.adm2 $.envelope.ageBand $.envelope.sex" },
        { "envelope", "{\"name\": \"Sara\"}", "$.envelope.name" },
        { "consentIds", "[]", "$.consentIds" },
        { "fromAgencyId", "\"0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f\"", "$.fromAgencyId" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_sent(string field, string json, string path)
    {
        var (person, bayt) = await PersonAsync();

        Assert.Equal(path, (await SendAsync(person, bayt, referral => referral[field] = JsonNode.Parse(json))).WrongFields());
        Assert.Equal(0, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task Ten_thousand_packages_are_too_many()
    {
        var (person, bayt) = await PersonAsync();

        Assert.Equal("$.packages", (await SendAsync(person, bayt, referral => referral["packages"] = new JsonArray([.. Enumerable.Range(0, 10_000).Select(_ => (JsonNode)"identity")]))).WrongFields());
    }

    [Fact]
    public async Task Nobody_refers_to_themselves_nor_to_who_receives_no_referrals()
    {
        var (person, _) = await PersonAsync();
        await using var identity = await Platform.OpenDatabaseAsync("identity");
        foreach (var code in (string[])["amal-health", "embassy-one", "social-affairs"])
        {
            await using var find = new Npgsql.NpgsqlCommand("select agency_id from agencies where code = $1", identity) { Parameters = { new() { Value = code } } };
            Assert.Equal("$.toAgencyId", (await SendAsync(person, (Guid)(await find.ExecuteScalarAsync())!)).WrongFields());
        }
    }

    [Fact]
    public async Task Another_agencys_person_is_not_there_consent_or_not()
    {
        var (person, bayt) = await PersonAsync();

        Assert.Equal((await Third.PostAsync("/api/referrals", Partner.Referral(Guid.NewGuid(), bayt))).Expect(404), await Third.PostAsync("/api/referrals", Partner.Referral(person, bayt)));
        Assert.Equal(0, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task Only_who_keeps_cases_sends()
    {
        var (person, bayt) = await PersonAsync();

        (await (await Platform.SignInAsync("focal-point@amal-health.demo")).PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(403);
        (await new Partner(Platform, "mission-one").PostAsync("/api/referrals", Partner.Referral(person, bayt))).Expect(403);
    }

    public static TheoryData<string, Action<JsonObject>, string> ConsentsThatDoNotCover => new()
    {
        { "another purpose", consent => consent["purpose"] = "tracing", "$.packages[0] $.packages[1]" },
        { "one package only", consent => consent["packages"] = new JsonArray("identity"), "$.packages[1]" },
        { "none of the packages", consent => consent["packages"] = new JsonArray("family"), "$.packages[0] $.packages[1]" },
    };

    [Theory]
    [MemberData(nameof(ConsentsThatDoNotCover))]
    public async Task Consent_that_does_not_cover_what_is_sent_is_no_consent(string what, Action<JsonObject> consent, string path)
    {
        _ = what;
        var bayt = await Sender.AgencyIdAsync("bayt-shelter");
        var person = await Sender.RegisterAsync();
        await Sender.ConsentAsync(person, bayt, consent);

        var answer = await SendAsync(person, bayt);

        Assert.Equal("consent-missing", answer.Expect(400).Problem);
        Assert.Equal(path, answer.WrongFields());
        Assert.Equal(0, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task Consent_for_another_recipient_is_no_consent()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        await Sender.ConsentAsync(person, await Sender.AgencyIdAsync("rihla-legal"));

        Assert.Equal("$.packages[0] $.packages[1]", (await SendAsync(person, bayt)).WrongFields());
        Assert.Equal(0, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task Expired_consent_is_no_consent()
    {
        var (person, bayt) = await PersonAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var expire = new Npgsql.NpgsqlCommand("update consents set expires_on = current_date - 1 where person_id = $1", database) { Parameters = { new() { Value = person } } };
        Assert.Equal(1, await expire.ExecuteNonQueryAsync());

        Assert.Equal("$.packages[0] $.packages[1]", (await SendAsync(person, bayt)).WrongFields());
        Assert.Equal(0, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task Only_the_packages_that_were_sent_are_in_the_packet()
    {
        var (person, bayt) = await PersonAsync();
        var referral = (await SendAsync(person, bayt, sent => sent["packages"] = new JsonArray("contact"))).Expect(201).Json.Id("referralId");

        var accepted = (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        Assert.Equal("contact reason", accepted["packet"].FieldNames());
    }

    [Fact]
    public async Task The_same_key_twice_sends_once()
    {
        var (person, bayt) = await PersonAsync();
        var (key, body) = (Guid.NewGuid().ToString(), Partner.Referral(person, bayt));

        var first = (await Sender.PostAsync("/api/referrals", body, key)).Expect(201);
        var second = (await Sender.PostAsync("/api/referrals", body, key)).Expect(201);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, await ReferralsOfAsync(person));
        Assert.Equal("key-reused", (await Sender.PostAsync("/api/referrals", Partner.Referral(person, bayt, sent => sent["priority"] = "normal"), key)).Expect(422).Problem);
        Assert.Equal(1, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task Ten_times_at_once_send_once()
    {
        var (person, bayt) = await PersonAsync();
        var (key, body) = (Guid.NewGuid().ToString(), Partner.Referral(person, bayt));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Sender.PostAsync("/api/referrals", body, key)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Expect(201).Body, answer.Body));
        Assert.Equal(1, await ReferralsOfAsync(person));
        Assert.Equal(1, await CountAsync("referrals", "select count(*) from referral_history where referral_id = $1", answers[0].Json.Id("referralId")));
    }

    [Fact]
    public async Task A_repeat_after_it_moved_on_answers_as_it_stands_now()
    {
        var (person, bayt) = await PersonAsync();
        var (key, body) = (Guid.NewGuid().ToString(), Partner.Referral(person, bayt));
        var referral = (await Sender.PostAsync("/api/referrals", body, key)).Expect(201).Json.Id("referralId");
        (await MoveAsync(Receiver, referral, "rejection")).Expect(200);

        var again = (await Sender.PostAsync("/api/referrals", body, key)).Expect(201);

        Assert.Equal(referral, again.Json.Id("referralId"));
        Assert.Equal("rejected", again.Json.Text("status"));
    }

    [Fact]
    public async Task A_key_is_the_callers_own()
    {
        var (key, (person, bayt)) = (Guid.NewGuid().ToString(), await PersonAsync());
        (await Sender.PostAsync("/api/referrals", Partner.Referral(person, bayt), key)).Expect(201);
        var thirds = await Third.RegisterAsync();
        await Third.ConsentAsync(thirds, bayt);

        (await Third.PostAsync("/api/referrals", Partner.Referral(thirds, bayt), key)).Expect(201);
        (await Third.PostAsync("/api/referrals", Partner.Referral(person, bayt), Guid.NewGuid().ToString())).Expect(404);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sent()
    {
        var (person, bayt) = await PersonAsync();

        Assert.Equal("idempotency-key-required", (await Sender.SendAsync(HttpMethod.Post, "/api/referrals", Partner.Referral(person, bayt), [])).Expect(400).Problem);
        Assert.Equal(0, await ReferralsOfAsync(person));
    }

    [Fact]
    public async Task What_was_prepared_and_what_was_disclosed_stand_in_the_ledgers()
    {
        var (referral, person, _) = await Sender.ReferAsync("bayt-shelter");
        Assert.Equal(1, await CountAsync("registrations", "select count(*) from access.disclosures where person = $1 and referral = $2 and stage = 'prepared'", person, referral));
        Assert.Equal(0, await CountAsync("referrals", "select count(*) from access.disclosures where referral = $1", referral));

        (await MoveAsync(Receiver, referral, "acceptance")).Expect(200);

        Assert.Equal(1, await CountAsync("referrals", "select count(*) from access.disclosures where person = $1 and referral = $2 and stage = 'disclosed' and packages = '{identity,contact}'", person, referral));
    }

    [Fact]
    public async Task A_refused_submission_and_a_repeat_prepare_nothing()
    {
        var (person, bayt) = await PersonAsync();
        var (key, body) = (Guid.NewGuid().ToString(), Partner.Referral(person, bayt));

        Assert.Equal("$.serviceCode", (await SendAsync(person, bayt, referral => referral["serviceCode"] = "legal")).WrongFields());
        Assert.Equal(0, await PreparedForAsync(person));

        var referral = (await Sender.PostAsync("/api/referrals", body, key)).Expect(201).Json.Id("referralId");
        (await Sender.PostAsync("/api/referrals", body, key)).Expect(201);
        (await Sender.PostAsync("/api/referrals", Partner.Referral(person, bayt, sent => sent["priority"] = "normal"), key)).Expect(422);

        Assert.Equal(1, await PreparedForAsync(person));
        Assert.Equal(1, await CountAsync("registrations", "select count(*) from access.disclosures where person = $1 and referral = $2", person, referral));
    }

    private Task<long> PreparedForAsync(Guid person) => CountAsync("registrations", "select count(*) from access.disclosures where person = $1", person);

    private async Task<(Guid Person, Guid Bayt)> PersonAsync()
    {
        var (person, bayt) = (await Sender.RegisterAsync(), await Sender.AgencyIdAsync("bayt-shelter"));
        await Sender.ConsentAsync(person, bayt);
        return (person, bayt);
    }

    private Task<Answer> SendAsync(Guid person, Guid to, Action<JsonObject>? change = null) => Sender.PostAsync("/api/referrals", Partner.Referral(person, to, change));

    private Task<long> ReferralsOfAsync(Guid person) => CountAsync("referrals", "select count(*) from referral_people where person_id = $1", person);

    private static TimeSpan Between(Answer sent, string due) => sent[due]!.GetValue<DateTimeOffset>() - sent["sentAt"]!.GetValue<DateTimeOffset>();
}
