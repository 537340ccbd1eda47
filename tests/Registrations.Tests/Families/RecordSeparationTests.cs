namespace Platform.Registrations.Tests.Families;

public sealed class RecordSeparationTests : InAFamily
{
    internal static JsonObject Alone(Action<JsonObject>? change = null)
    {
        var said = new JsonObject
        {
            ["status"] = "unaccompanied",
            ["separatedOn"] = "2026-01-20",
            ["place"] = "At the crossing (invented).",
            ["cause"] = "conflict",
            ["careArrangement"] = "unrelated-adult",
            ["source"] = "self",
            ["assertedBy"] = "The child (invented)",
            ["note"] = "Walked on with others (invented).",
        };
        change?.Invoke(said);
        return said;
    }

    internal static void Disputed(JsonObject said) => (said["ageDisputed"], said["ageDisputeReason"]) = (true, "Looks and speaks younger than the paper says (invented).");

    private Task<Answer> SayAsync(Guid person, JsonObject said, string? ifMatch = null) => Sabha.PutAsync($"/api/people/{person}/separation", said, ifMatch);

    [Fact]
    public async Task What_was_said_comes_back_and_what_was_said_before_stays()
    {
        var child = await ChildAsync();

        var first = await SayAsync(child, Alone());
        var second = (await SayAsync(child, Alone(said => said["status"] = "separated"), first.Expect(200).ETag)).Expect(200);

        Assert.Equal("adultByBirth caregiverMissing history said status version", second.Json.FieldNames());
        Assert.Equal(("separated", 2, "\"2\""), (second.Json.Text("status"), second["version"]!.GetValue<int>(), second.ETag));
        Assert.Equal("assertedBy careArrangement cause note place recordedAt recordedBy separatedOn source status", second["said"]!.AsObject().FieldNames());
        Assert.Equal("unaccompanied", Assert.Single(second["history"]!.AsArray())!.AsObject().Text("status"));
    }

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "status", "\"lost\"", "$.status" },
        { "status", "null", "$.status" },
        { "separatedOn", "\"2999-01-01\"", "$.separatedOn" },
        { "place", $"\"{new string('x', 501)}\"", "$.place" },
        { "cause", "\"fate\"", "$.cause" },
        { "careArrangement", "\"hotel\"", "$.careArrangement" },
        { "careArrangement", "\"parent-s\"", "$.careArrangement" },   // who is with a parent is not alone
        { "source", "null", "$.source" },
        { "note", $"\"{new string('x', 2001)}\"", "$.note" },
        { "ageDisputed", "true", "$.ageDisputeReason" },
        { "ageDisputeReason", "\"x\"", "$.ageDisputeReason" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_by_its_path(string field, string json, string path) =>
        Assert.Equal(path, (await SayAsync(await ChildAsync(), Alone(said => said[field] = JsonNode.Parse(json)))).WrongFields());

    [Fact]
    public async Task Of_an_adult_by_the_file_it_is_refused_by_the_field()
    {
        var adult = await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (1990, "year"));

        var refused = (await SayAsync(adult, Alone())).Expect(422);

        Assert.Equal(("not-a-child", "$.status"), (refused.Problem, Assert.Single(refused["errors"]!.AsObject()).Key));
        (await Sabha.GetAsync($"/api/people/{adult}/separation")).Expect(404);
    }

    [Fact]
    public async Task Whose_age_is_disputed_is_treated_as_a_child_and_no_change_of_the_file_makes_them_an_adult()
    {
        var disputed = await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (1990, "year"));

        var said = (await SayAsync(disputed, Alone(Disputed))).Expect(200).Json;
        Assert.False(said["adultByBirth"]!.GetValue<bool>());
        var file = (await Sabha.GetAsync($"/api/people/{disputed}")).Expect(200);
        Assert.Equal(("12-17", true, 2), (file.Json.Text("ageBand"), file["ageDisputed"]!.GetValue<bool>(), file["version"]!.GetValue<int>()));

        (await Sabha.PutAsync($"/api/people/{disputed}", Partner.Person(person => (person["birthYear"], person["agePrecision"]) = (1980, "year")), "\"2\"")).Expect(200);
        Assert.Equal("12-17", (await Sabha.GetAsync($"/api/people/{disputed}")).Json.Text("ageBand"));
        Assert.Equal("12-17", Assert.Single((await Sabha.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == disputed).Text("ageBand"));

        Assert.Equal("not-a-child", (await SayAsync(disputed, Alone(), "\"1\"")).Expect(422).Problem);   // taken back by nobody alone
    }

    [Fact]
    public async Task For_another_agency_they_are_a_child_and_it_is_told_why()
    {
        var disputed = await Sabha.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (1990, "year"));
        (await SayAsync(disputed, Alone(Disputed))).Expect(200);
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        await Sabha.ConsentAsync(disputed, bayt);

        var handed = (await Sabha.With(Platform.AddressOf("registrations")).PostAsync("/internal/packages", new
        {
            personId = disputed,
            purpose = "service-referral",
            packages = (string[])["identity"],
            recipientAgencyId = bayt,
            areaCode = "LY021104",
        })).Expect(200);

        Assert.Equal("12-17", handed["outline"]!.AsObject().Text("ageBand"));
        Assert.True(handed["identity"]!["ageDisputed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task With_family_is_who_is_cared_for_by_somebody_verified_and_when_they_care_no_longer_it_shows()
    {
        var child = await ChildAsync();
        var claimed = await LinkedAsync(child);
        var home = Alone(said => (said["status"], said["careArrangement"]) = ("with-family", "parent-s"));

        Assert.Equal("caregiver-missing", (await SayAsync(child, home)).Expect(409).Problem);
        (await VerifyAsync(child, claimed)).Expect(200);
        Assert.Equal("caregiver-missing", (await SayAsync(child, home)).Expect(409).Problem);
        (await MoveAsync(Sabha, child, claimed, "caregiver", new { since = Today })).Expect(200);
        Assert.False((await SayAsync(child, home)).Expect(200)["caregiverMissing"]!.GetValue<bool>());

        (await VerifyAsync(child, claimed, Found("falsely-attributed"))).Expect(200);

        var shown = (await Sabha.GetAsync($"/api/people/{child}/separation")).Expect(200);
        Assert.Equal(("with-family", true), (shown.Json.Text("status"), shown["caregiverMissing"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_birth_that_makes_them_an_adult_later_shows_beside_it()
    {
        var child = await ChildAsync();
        (await SayAsync(child, Alone())).Expect(200);
        (await Sabha.PutAsync($"/api/people/{child}", Partner.Person(person => (person["birthYear"], person["agePrecision"]) = (1990, "year")), "\"1\"")).Expect(200);

        Assert.True((await Sabha.GetAsync($"/api/people/{child}/separation")).Expect(200)["adultByBirth"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Of_two_at_once_one_is_stale()
    {
        var child = await ChildAsync();
        Assert.Equal([200, 428], (await Task.WhenAll(SayAsync(child, Alone()), SayAsync(child, Alone()))).Select(answer => answer.Status).Order());
        Assert.Equal([200, 412], (await Task.WhenAll(SayAsync(child, Alone(), "\"1\""), SayAsync(child, Alone(), "\"1\""))).Select(answer => answer.Status).Order());
        (await SayAsync(await ChildAsync(), Alone(), "\"1\"")).Expect(412);
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_says_nothing()
    {
        var child = await Amal.RegisterAsync(person => (person["birthYear"], person["agePrecision"]) = (DateTime.UtcNow.Year - 9, "year"));

        (await Bayt.PutAsync($"/api/people/{child}/separation", Alone(), null)).Expect(404);
        (await (await WhoOnlyReadsAsync(child)).PutAsync($"/api/people/{child}/separation", Alone(), null)).Expect(403);
        (await Amal.GetAsync($"/api/people/{child}/separation")).Expect(404);
    }

    [Fact]
    public async Task Nothing_of_it_stands_in_plain_text_and_it_goes_with_the_file()
    {
        var child = await ChildAsync();
        (await SayAsync(child, Alone())).Expect(200);

        await using (var database = await Platform.OpenDatabaseAsync("registrations"))
        {
            await using var read = new Npgsql.NpgsqlCommand("select s::text || encode(s.sealed, 'escape') from separations s where person_id = $1", database) { Parameters = { new() { Value = child } } };
            Assert.DoesNotMatch("unaccompanied|conflict|crossing|invented", (string)(await read.ExecuteScalarAsync())!);
        }

        await EraseAsync(child);
        Assert.Equal(0, await CountAsync("registrations", "select count(*) from separations where person_id = $1", child));
    }
}
