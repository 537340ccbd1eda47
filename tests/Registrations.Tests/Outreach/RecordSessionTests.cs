namespace Platform.Registrations.Tests.Outreach;

public sealed class RecordSessionTests : Session
{
    [Fact]
    public async Task What_was_told_is_read_again_by_who_keeps_it_and_by_the_agency_s_protection_officers()
    {
        var told = Told();
        var recorded = (await Sabha.PostAsync("/api/outreach-sessions", told)).Expect(201);

        Assert.Equal("agencyId details recordedAt recordedBy sessionId teamId updatedAt version", recorded.Json.FieldNames());
        foreach (var reader in Readers)
        {
            var read = (await reader.GetAsync($"/api/outreach-sessions/{recorded.Json.Id("sessionId")}")).Expect(200);
            Assert.Equal((recorded.Body, "\"1\""), (read.Body, read.ETag));
            Assert.Equal(told.Select(field => field.Key).Order(), read["details"]!.AsObject().Select(field => field.Key).Order());
            Assert.True(JsonNode.DeepEquals(told["counts"], read["details"]!["counts"]));
        }
    }

    /// <summary>Rule 35: who came is no field, and no column.</summary>
    [Theory]
    [InlineData("participants")]
    [InlineData("roster")]
    [InlineData("names")]
    public async Task There_is_no_roster(string field)
    {
        Assert.Equal($"$.{field}", (await Sabha.PostAsync("/api/outreach-sessions", Told(session => session[field] = new JsonArray("Somebody (invented)")))).WrongFields());
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from pg_constraint where contype = 'f' and confrelid = 'outreach_sessions'::regclass"));
        Assert.Equal(1L, await ScalarAsync<long>("select count(distinct table_name) from information_schema.columns where column_name in ('session_id', 'outreach_session_id') and table_schema = 'public'"));
    }

    [Theory]
    [InlineData("""{ "heldOn": "2199-01-01" }""", "$.heldOn")]
    [InlineData("""{ "heldOn": "1999-01-01" }""", "$.heldOn")]
    [InlineData("""{ "heldOn": null, "areaCode": null, "method": null, "topic": null, "targetGroup": null, "reached": null, "counts": null }""", "$.areaCode $.heldOn $.method $.reached $.targetGroup $.topic")]
    [InlineData("""{ "method": "shouting", "topic": "weather", "targetGroup": "everybody", "language": "xx", "areaCode": "LY03" }""", "$.areaCode $.language $.method $.targetGroup $.topic")]
    [InlineData("""{ "reached": 24 }""", "$.counts")]
    [InlineData("""{ "reached": -1, "counts": [], "facilitators": -1, "referralsMade": -1 }""", "$.facilitators $.reached $.referralsMade")]
    [InlineData("""{ "counts": [{ "sex": "female", "ageBand": "18-59", "number": 30 }, { "sex": "male", "ageBand": "18-59", "number": -5 }] }""", "$.counts[1].number")]
    public async Task What_cannot_be_is_named(string change, string paths)
    {
        var wrong = JsonNode.Parse(change)!.AsObject();

        var answer = await Sabha.PostAsync("/api/outreach-sessions", Told(session =>
        {
            foreach (var (field, value) in wrong)
            {
                session[field] = value?.DeepClone();
            }
        }));

        Assert.Equal(paths, answer.WrongFields());
    }

    [Fact]
    public async Task The_same_sent_twice_is_one()
    {
        var (body, key) = (Told().ToJsonString(), Guid.NewGuid().ToString());

        Assert.Equal((await Sabha.PostAsync("/api/outreach-sessions", body, key)).Expect(201).Body, (await Sabha.PostAsync("/api/outreach-sessions", body, key)).Expect(201).Body);
    }

    [Fact]
    public async Task What_was_asked_and_where_stands_in_no_plain_text()
    {
        string[] words = [Invented(), Invented(), Invented(), Invented()];
        await HeldAsync(told => (told["place"], told["keyQuestions"], told["feedback"], told["followUp"]) = (words[0], words[1], words[2], words[3]));

        Assert.Empty(await PlainText.FindAsync(Platform, words));
    }
}
