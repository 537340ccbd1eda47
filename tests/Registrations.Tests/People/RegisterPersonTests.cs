using System.Text;

namespace Platform.Registrations.Tests.People;

public sealed class RegisterPersonTests : OnThePlatform
{
    private static readonly JsonObject Least = new()
    {
        ["givenName"] = "Kidane (invented)",
        ["sex"] = "male",
        ["birthYear"] = 1999,
        ["agePrecision"] = "year",
        ["areaCode"] = "LY031901",
        ["setting"] = "urban",
    };

    [Fact]
    public async Task The_least_that_must_be_known_opens_a_file()
    {
        var registered = (await Amal.PostAsync("/api/people", Least)).Expect(201);

        Assert.Equal("caseCode personId", registered.Json.FieldNames());
        Assert.Matches("^LY-[2-9A-Z]{9}$", registered.Json.Text("caseCode"));
        var person = (await Amal.GetAsync($"/api/people/{registered.Json.Id("personId")}")).Expect(200);
        Assert.Equal(
            "ageBand agePrecision agencyId areaCode birthYear caseCode caseworkerId givenName languages mayLeaveMessage mergedFiles nationalities personId registeredAt safeToCall setting sex teamId transliterations updatedAt version",
            person.Json.FieldNames());
        Assert.Equal("Kidane (invented)", person.Json.Text("givenName"));
        Assert.False(person["safeToCall"]!.GetValue<bool>());   // nobody said that a call is safe
        Assert.False(person["mayLeaveMessage"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Every_field_comes_back_as_it_was_given()
    {
        var told = Partner.Person(person =>
        {
            person.Remove("birthYear");
            person["otherNames"] = "بنت أحمد ould Sidi";
            person["birthDate"] = "2008-02-29";
            person["agePrecision"] = "day";
            person["languages"] = new JsonArray("apd", "fra", "tir");
            person["transliterations"] = new JsonArray(Written("latin", "Fatima bint Ahmed (invented)"), Written("ethiopic", "ፋጢማ (invented)"));
            person["nationality"] = "ERI";
            person["nationalities"] = new JsonArray(Claim("ERI", "claimed"), Claim("SDN", "documented"));
            person["preferredChannel"] = "messaging-app";
            person["safeTimes"] = "After 18:00, never on Fridays.";
            person["mayLeaveMessage"] = true;
            person["arrivalDate"] = "2024-12-31";
            person["note"] = "First line.\nSecond line — «quoted» 🙂 ንግስቲ";
        });

        var id = (await Amal.PostAsync("/api/people", told)).Expect(201).Json.Id("personId");

        var kept = (await Amal.GetAsync($"/api/people/{id}")).Expect(200);
        foreach (var (field, value) in told)
        {
            Assert.True(JsonNode.DeepEquals(value, kept[field]), $"{field}: {value?.ToJsonString()} became {kept[field]?.ToJsonString()}");
        }
    }

    [Fact]
    public async Task One_nationality_is_a_claim_and_of_several_the_first_is_the_one()
    {
        var one = await Amal.GetAsync($"/api/people/{await Amal.RegisterAsync()}");
        Assert.Equal("""[{"country":"SDN","state":"claimed"}]""", one["nationalities"]!.ToJsonString());

        var several = await Amal.GetAsync($"/api/people/{await Amal.RegisterAsync(person =>
        {
            person.Remove("nationality");
            person["nationalities"] = new JsonArray(Claim("TCD", "verified"), Claim("SDN", null));
        })}");
        Assert.Equal("TCD", several.Json.Text("nationality"));
        Assert.Equal("""[{"country":"TCD","state":"verified"},{"country":"SDN","state":"claimed"}]""", several["nationalities"]!.ToJsonString());
    }

    private static JsonObject Written(string script, string name) => new() { ["script"] = script, ["name"] = name };

    private static JsonObject Claim(string country, string? state) => new() { ["country"] = country, ["state"] = state };

    [Fact]
    public async Task Ids_of_people_are_random_and_tell_no_time()
    {
        Assert.Equal(4, (await Amal.RegisterAsync()).Version);
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "givenName", "null", "$.givenName" },
        { "givenName", "\"\"", "$.givenName" },
        { "givenName", "\"   \"", "$.givenName" },
        { "givenName", "7", "$.givenName" },
        { "givenName", "\"Fati\\u0000ma\"", "$.givenName" },
        { "givenName", "\"Fati\\u0007ma\"", "$.givenName" },
        { "givenName", "\"Fati\\u202Ema\"", "$.givenName" },
        { "givenName", "\"Fati\\uFFFEma\"", "$.givenName" },          // no character at all
        { "givenName", "\"Fati\\u2066ma\"", "$.givenName" },
        { "givenName", "\"Fati\\u200Bma\"", "$.givenName" },
        { "givenName", "\"Fati\\uD800ma\"", "$.givenName" },
        { "familyName", "\"\\u202Egpj.exe\"", "$.familyName" },
        { "otherNames", $"\"{new string('x', 201)}\"", "$.otherNames" },
        { "sex", "\"f\"", "$.sex" },
        { "sex", "null", "$.sex" },
        { "sex", "\"FEMALE\"", "$.sex" },
        { "birthYear", "1899", "$.birthYear" },
        { "birthYear", "3000", "$.birthYear" },
        { "birthYear", "-5", "$.birthYear" },
        { "birthYear", "\"1996\"", "$.birthYear" },
        { "birthYear", "1996.5", "$.birthYear" },
        { "birthYear", "99999999999", "$.birthYear" },
        { "agePrecision", "\"day\"", "$.agePrecision" },
        { "agePrecision", "\"about\"", "$.agePrecision" },
        { "agePrecision", "null", "$.agePrecision" },
        { "nationality", "\"SD\"", "$.nationality" },
        { "nationality", "\"XYZ\"", "$.nationality" },
        { "nationality", "\"sdn\"", "$.nationality" },
        { "languages", "[\"xx\"]", "$.languages" },
        { "languages", "[null]", "$.languages" },
        { "transliterations", "\"Fatima\"", "$.transliterations" },
        { "transliterations", "[null]", "$.transliterations[0]" },
        { "transliterations", """[{"script":"latin"}]""", "$.transliterations[0].name" },
        { "transliterations", """[{"script":"latin","name":"Fatima"},{"script":"runes","name":"ᚠ"}]""", "$.transliterations[1].script" },
        { "transliterations", """[{"script":"latin","name":"Fati\u202Ema"}]""", "$.transliterations[0].name" },
        { "transliterations", $"[{string.Join(',', Enumerable.Repeat("""{"script":"latin","name":"Fatima"}""", 6))}]", "$.transliterations" },
        { "nationalities", "[]", "$.nationalities" },
        { "nationalities", "[null]", "$.nationalities[0]" },
        { "nationalities", """[{"country":"SDN"},{"country":"SDN","state":"verified"}]""", "$.nationalities" },
        { "nationalities", """[{"country":"SDN"},{"country":"Sudan"}]""", "$.nationalities[1].country" },
        { "nationalities", """[{"country":"SDN","state":"sure"}]""", "$.nationalities[0].state" },
        { "nationalities", """[{"country":"TCD"}]""", "$.nationality" },
        { "preferredChannel", "\"pigeon\"", "$.preferredChannel" },
        { "safeTimes", $"\"{new string('x', 201)}\"", "$.safeTimes" },
        { "mayLeaveMessage", "\"no\"", "$.mayLeaveMessage" },
        { "languages", "[\"apd\", \"apd\"]", "$.languages" },
        { "languages", "\"apd\"", "$.languages" },
        { "languages", "[\"apd\", 7]", "$.languages[1]" },
        { "phone", $"\"{new string('1', 41)}\"", "$.phone" },
        { "phone", "\"+218\\u0008\"", "$.phone" },
        { "safeToCall", "\"yes\"", "$.safeToCall" },
        { "areaCode", "\"LY9999\"", "$.areaCode" },
        { "areaCode", "\"LY0319\"", "$.areaCode" },   // a district is not near enough
        { "areaCode", "null", "$.areaCode" },
        { "setting", "\"moon\"", "$.setting" },
        { "setting", "null", "$.setting" },
        { "arrivalDate", "\"2999-01-01\"", "$.arrivalDate" },
        { "arrivalDate", "\"1980-01-01\"", "$.arrivalDate" },           // before birth
        { "arrivalDate", "\"2024-02-30\"", "$.arrivalDate" },
        { "arrivalDate", "\"2024-13-01\"", "$.arrivalDate" },
        { "arrivalDate", "\"yesterday\"", "$.arrivalDate" },
        { "note", $"\"{new string('n', 4001)}\"", "$.note" },
        { "note", "{\"text\": \"x\"}", "$.note" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path)
    {
        var body = Replaced(field, json);

        Assert.Equal(path, (await Amal.PostAsync("/api/people", body)).WrongFields());
    }

    public static TheoryData<string, string> WrongBirths => new()
    {
        { "{}", "$.birthDate" },
        { """{"birthDate": "1996-04-01", "birthYear": 1996, "agePrecision": "day"}""", "$.birthYear" },
        { """{"birthDate": "1996-04-01", "agePrecision": "estimate"}""", "$.agePrecision" },
        { """{"birthDate": "1996-04-01", "agePrecision": "year"}""", "$.agePrecision" },
        { """{"birthYear": 1996, "agePrecision": "month"}""", "$.agePrecision" },
        { """{"birthYear": 1996}""", "$.agePrecision" },
        { """{"birthDate": "2999-01-01", "agePrecision": "day"}""", "$.birthDate" },
        { """{"birthDate": "1899-12-31", "agePrecision": "day"}""", "$.birthDate" },
        { """{"birthDate": "0001-01-01", "agePrecision": "day"}""", "$.birthDate" },
        { """{"birthDate": "1996-02-30", "agePrecision": "day"}""", "$.birthDate" },
        { """{"birthDate": "01/04/1996", "agePrecision": "day"}""", "$.birthDate" },
    };

    [Theory]
    [MemberData(nameof(WrongBirths))]
    public async Task A_birth_is_told_in_one_way_and_as_precisely_as_it_says(string birth, string path)
    {
        var body = Person(person =>
        {
            person.Remove("birthYear");
            person.Remove("agePrecision");
            foreach (var (name, value) in JsonNode.Parse(birth)!.AsObject())
            {
                person[name] = value?.DeepClone();
            }
        });

        Assert.Contains(path, (await Amal.PostAsync("/api/people", body)).WrongFields().Split(' '));
    }

    [Fact]
    public async Task Nobody_arrives_before_they_are_born()
    {
        var body = Person(person =>
        {
            person.Remove("birthYear");
            person["birthDate"] = "2020-05-01";
            person["agePrecision"] = "day";
            person["arrivalDate"] = "2020-04-30";
        });

        Assert.Equal("$.arrivalDate", (await Amal.PostAsync("/api/people", body)).WrongFields());
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var answer = await Amal.PostAsync("/api/people", Person(person =>
        {
            person["sex"] = "f";
            person["setting"] = "moon";
            person["nationality"] = "SD";
        }));

        Assert.Equal("$.nationality $.setting $.sex", answer.WrongFields());
    }

    public static TheoryData<string, string> NoPerson => new()
    {
        { "", "$." },
        { "null", "$" },
        { "[]", "$" },
        { "\"person\"", "$" },
        { "{", "$" },
        { "{\"givenName\": \"a\",}", "$" },
        { "{} {}", "$" },
        { "{\"givenName\": \"Sara\", \"givenName\": \"Sara\"}", "$" },
        { "{\"givenname\": \"Sara\", \"givenName\": \"Sara\"}", "$" },
        { "{\"religion\": \"x\"}", "$.religion" },
        { new string('[', 200), "$" },
    };

    [Theory]
    [MemberData(nameof(NoPerson))]
    public async Task What_is_no_person_is_refused_with_the_place(string body, string path)
    {
        var answer = await Amal.SendAsync(HttpMethod.Post, "/api/people", body, Key());

        Assert.Equal("invalid", answer.Expect(400).Problem);
        Assert.Contains(path, answer.WrongFields(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Platform.AddressOf("gateway"), "/api/people"));
        request.Headers.Authorization = new("Bearer", await Platform.TokenAsync("amal-health"));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new ByteArrayContent([.. "{\"givenName\": \""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
        request.Content.Headers.ContentType = new("application/json");

        using var answer = await Platform.Http.SendAsync(request);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_megabyte_of_name_is_wrong_and_more_than_that_too_large()
    {
        Assert.Equal("$.givenName", (await Amal.PostAsync("/api/people", Person(person => person["givenName"] = new string('x', 1_000_000)))).WrongFields());
        Assert.Equal("too-large", (await Amal.PostAsync("/api/people", Person(person => person["givenName"] = new string('x', 1_100_000)))).Expect(413).Problem);
    }

    [Fact]
    public async Task A_hundred_thousand_languages_are_too_many()
    {
        var body = Person(person => person["languages"] = new JsonArray([.. Enumerable.Range(0, 100_000).Select(_ => (JsonNode)"apd")]));

        Assert.Equal("$.languages", (await Amal.PostAsync("/api/people", body)).WrongFields());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task Anything_but_json_is_another_media_type(string contentType)
    {
        var answer = await Amal.SendAsync(HttpMethod.Post, "/api/people", Person().ToJsonString(), Key(), contentType);

        Assert.Equal("unsupported-media-type", answer.Expect(415).Problem);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_registered()
    {
        Assert.Equal("idempotency-key-required", (await Amal.SendAsync(HttpMethod.Post, "/api/people", Person(), [])).Expect(400).Problem);
        Assert.Equal("idempotency-key-required", (await Amal.PostAsync("/api/people", Person(), key: "short")).Expect(400).Problem);
        Assert.Equal("idempotency-key-required", (await Amal.PostAsync("/api/people", Person(), key: new string('k', 201))).Expect(400).Problem);
    }

    [Fact]
    public async Task The_same_key_twice_registers_one_person()
    {
        var (key, body) = (Guid.NewGuid().ToString(), Person());

        var first = (await Amal.PostAsync("/api/people", body, key)).Expect(201);
        var second = (await Amal.PostAsync("/api/people", body, key)).Expect(201);

        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task The_same_key_with_another_person_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        (await Amal.PostAsync("/api/people", Person(), key)).Expect(201);

        Assert.Equal("key-reused", (await Amal.PostAsync("/api/people", Person(person => person["givenName"] = "Another"), key)).Expect(422).Problem);
    }

    [Fact]
    public async Task Ten_times_at_once_register_one_person()
    {
        var (key, name) = (Guid.NewGuid().ToString(), Invented());
        var body = Person(person => (person["givenName"], person["familyName"]) = (name, "Invented"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Amal.PostAsync("/api/people", body, key)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Expect(201).Body, answer.Body));
        Assert.Single((await Amal.PostAsync("/api/people/search", new { name = $"{name} Invented" })).Items());
    }

    [Fact]
    public async Task A_key_is_the_callers_own()
    {
        var (key, body) = (Guid.NewGuid().ToString(), Person());

        var amals = (await Amal.PostAsync("/api/people", body, key)).Expect(201).Json.Id("personId");
        var bayts = (await Bayt.PostAsync("/api/people", body, key)).Expect(201).Json.Id("personId");

        Assert.NotEqual(amals, bayts);
    }

    [Fact]
    public async Task Only_who_keeps_cases_registers()
    {
        var embassy = new Partner(Platform, "embassy-one");
        var coordinator = await Platform.SignInAsync("coordinator@amal-health.demo");

        Assert.Equal("forbidden", (await embassy.PostAsync("/api/people", Person())).Expect(403).Problem);
        Assert.Equal("forbidden", (await coordinator.PostAsync("/api/people", Person())).Expect(403).Problem);
    }

    [Theory]
    [InlineData("ar", "ليس رمزاً من هذه القائمة.")]
    [InlineData("fr", "N'est pas un code de cette liste.")]
    [InlineData("en", "Not a code of this list.")]
    [InlineData("fr-CH;q=0.9, ar;q=0.5", "N'est pas un code de cette liste.")]
    [InlineData("ti", "Not a code of this list.")]
    public async Task What_is_wrong_is_said_in_the_askers_language(string language, string message)
    {
        var headers = Key();
        headers["Accept-Language"] = language;

        var answer = await Amal.SendAsync(HttpMethod.Post, "/api/people", Person(person => person["sex"] = "f"), headers);

        Assert.Equal(message, answer.Expect(400)["errors"]!["$.sex"]![0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("ar", "[\\u0600-\\u06FF]")]
    [InlineData("fr", "vide|null")]
    public async Task So_are_the_rules_that_are_not_of_this_house(string language, string expected)
    {
        var headers = Key();
        headers["Accept-Language"] = language;

        var answer = await Amal.SendAsync(HttpMethod.Post, "/api/people", Person(person => person["givenName"] = null), headers);

        Assert.Matches(expected, answer.Expect(400)["errors"]!["$.givenName"]![0]!.GetValue<string>());
    }

    private static JsonObject Person(Action<JsonObject>? change = null) => Partner.Person(change);

    private static Dictionary<string, string> Key() => new() { ["Idempotency-Key"] = Guid.NewGuid().ToString() };

    // by text, so that what no JSON library would write can be sent
    private static string Replaced(string field, string json)
    {
        var body = new StringBuilder("{");
        foreach (var (name, value) in Partner.Person(person => person[field] = "").Where(entry => entry.Key != field))
        {
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{name}\": {value?.ToJsonString() ?? "null"}, ");
        }

        return body.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{field}\": {json}}}").ToString();
    }
}
