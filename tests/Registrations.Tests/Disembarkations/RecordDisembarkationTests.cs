namespace Platform.Registrations.Tests.Disembarkations;

public sealed class RecordDisembarkationTests : Landing
{
    [Fact]
    public async Task What_was_told_is_read_again_by_who_keeps_it_and_by_the_agency_s_protection_officers()
    {
        var told = Event();
        var recorded = (await Sabha.PostAsync("/api/disembarkations", told)).Expect(201);

        Assert.Equal("agencyId details disembarkationId recordedAt recordedBy teamId updatedAt version", recorded.Json.FieldNames());
        foreach (var reader in Readers)
        {
            var read = (await reader.GetAsync($"/api/disembarkations/{recorded.Json.Id("disembarkationId")}")).Expect(200);
            Assert.Equal((recorded.Body, "\"1\""), (read.Body, read.ETag));
            foreach (var field in (string[])["point", "persons", "counts", "nationalities", "dead", "humanitarianAccess"])
            {
                Assert.True(JsonNode.DeepEquals(told[field], read["details"]![field]), field);
            }
        }
    }

    [Theory]
    [InlineData("""{ "at": "2199-01-01T00:00:00Z" }""", "$.at")]
    [InlineData("""{ "at": null, "areaCode": "LY02", "forceCode": "pirates", "persons": null }""", "$.areaCode $.at $.counts $.forceCode $.flaggedVulnerable $.medicalCases $.nationalities $.persons")]
    [InlineData("""{ "point": null }""", "$.point")]
    [InlineData("""{ "pointCode": "atlantis" }""", "$.pointCode")]
    [InlineData("""{ "persons": 91 }""", "$.counts")]
    [InlineData("""{ "persons": -1, "counts": [], "nationalities": [], "medicalCases": 0, "flaggedVulnerable": 0 }""", "$.flaggedVulnerable $.medicalCases $.persons")]
    [InlineData("""{ "counts": [{ "sex": "male", "child": false, "number": 100 }, { "sex": "male", "child": true, "number": -10 }] }""", "$.counts[1].number")]
    [InlineData("""{ "counts": [{ "sex": "male", "child": false, "number": 45 }, { "sex": "male", "child": false, "number": 45 }] }""", "$.counts[1]")]
    [InlineData("""{ "counts": [{ "sex": "men", "number": 90 }] }""", "$.counts[0].child $.counts[0].sex")]
    [InlineData("""{ "nationalities": [{ "nationality": "SDN", "number": 91 }] }""", "$.nationalities")]
    [InlineData("""{ "nationalities": [{ "nationality": "XXX", "number": 1 }] }""", "$.nationalities[0].nationality")]
    [InlineData("""{ "dead": -1, "missing": -1, "medicalCases": 91, "flaggedVulnerable": 91 }""", "$.dead $.flaggedVulnerable $.medicalCases $.missing")]
    [InlineData("""{ "onwardDestination": "home" }""", "$.onwardDestination")]
    [InlineData("""{ "people": ["Somebody (invented)"] }""", "$.people")]
    public async Task What_cannot_be_is_named(string change, string paths)
    {
        var wrong = JsonNode.Parse(change)!.AsObject();

        var answer = await Sabha.PostAsync("/api/disembarkations", Event(landing =>
        {
            foreach (var (field, value) in wrong)
            {
                landing[field] = value?.DeepClone();
            }
        }));

        Assert.Equal(paths.Split(' ').Order(StringComparer.Ordinal), answer.WrongFields().Split(' '));
    }

    [Fact]
    public async Task The_same_sent_twice_is_one_and_two_at_once_are_one()
    {
        var (body, key) = (Event().ToJsonString(), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Sabha.PostAsync("/api/disembarkations", body, key)));

        Assert.Single(answers.Select(answer => answer.Expect(201).Body).Distinct());
    }

    [Fact]
    public async Task Neither_who_nor_where_in_words_stands_in_plain_text()
    {
        var (point, narrative) = (Invented(), Invented());
        await LandedAsync(told => (told["point"], told["narrative"]) = (point, narrative));

        Assert.Empty(await PlainText.FindAsync(Platform, [point, narrative]));
    }
}
