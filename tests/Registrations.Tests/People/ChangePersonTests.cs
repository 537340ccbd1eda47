namespace Platform.Registrations.Tests.People;

public sealed class ChangePersonTests : OnThePlatform
{
    [Fact]
    public async Task A_change_needs_the_version_it_is_based_on()
    {
        var id = await Amal.RegisterAsync();
        var path = $"/api/people/{id}";

        Assert.Equal("if-match-required", (await Amal.PutAsync(path, Partner.Person(), null)).Expect(428).Problem);
        Assert.Equal("stale", (await Amal.PutAsync(path, Partner.Person(), "\"2\"")).Expect(412).Problem);
        Assert.Equal("stale", (await Amal.PutAsync(path, Partner.Person(), "1")).Expect(412).Problem);
        Assert.Equal("stale", (await Amal.PutAsync(path, Partner.Person(), "W/\"1\"")).Expect(412).Problem);
        Assert.Equal("\"1\"", (await Amal.GetAsync(path)).ETag);

        var changed = (await Amal.PutAsync(path, Partner.Person(person => person["setting"] = "shelter"), "\"1\"")).Expect(200);
        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal("shelter", changed.Json.Text("setting"));
        Assert.Equal(changed.Body, (await Amal.GetAsync(path)).Body);

        (await Amal.PutAsync(path, Partner.Person(), "\"1\"")).Expect(412);
        (await Amal.PutAsync(path, Partner.Person(), "*")).Expect(200);
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_stale()
    {
        var id = await Amal.RegisterAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(at =>
            Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["note"] = $"Change {at}"), "\"1\"")));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(4, answers.Count(answer => answer.Status == 412));
    }

    [Fact]
    public async Task A_change_is_the_whole_file()
    {
        var id = await Amal.RegisterAsync();

        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person =>
        {
            person.Remove("phone");
            person.Remove("familyName");
            person.Remove("safeToCall");
        }), "\"1\"")).Expect(200);

        var kept = (await Amal.GetAsync($"/api/people/{id}")).Expect(200);
        Assert.Null(kept["phone"]);
        Assert.Null(kept["familyName"]);
        Assert.False(kept["safeToCall"]!.GetValue<bool>());
    }

    public static TheoryData<string, Action<JsonObject>, bool> Contacts => new()
    {
        { "a call is no longer safe", person => person["safeToCall"] = false, true },
        { "nobody says that it is", person => person.Remove("safeToCall"), true },
        { "another number", person => person["phone"] = "+218910000077", true },
        { "no number", person => person.Remove("phone"), true },
        { "other safe times", person => person["safeTimes"] = "Mornings (invented)", true },
        { "another way", person => person["preferredChannel"] = "in-person", true },
        { "a message may be left now", person => person["mayLeaveMessage"] = true, false },
        { "the same contact, another note", person => person["note"] = "Invented.", false },
    };

    [Theory]
    [MemberData(nameof(Contacts))]
    public async Task That_a_contact_was_made_unsafe_is_announced_and_nothing_of_the_contact(string what, Action<JsonObject> change, bool announced)
    {
        _ = what;
        var id = await Amal.RegisterAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var park = new Npgsql.NpgsqlCommand(   // what waits behind a parked row of its subject stays in the outbox to be read
            """
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at, parked_at, error)
            values (get_byte(uuid_send($1), 15) & 7, $1, gen_random_uuid(), 'test', 'test', '{}', now(), now(), 'parked by a test')
            """,
            database)
        { Parameters = { new() { Value = id } } };
        await park.ExecuteNonQueryAsync();

        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(change), "\"1\"")).Expect(200);

        await using var read = new Npgsql.NpgsqlCommand("select body from messaging.outbox where aggregate = $1 and exchange like '%:ContactMadeUnsafe'", database) { Parameters = { new() { Value = id } } };
        var body = await read.ExecuteScalarAsync() as string;
        await using var discard = new Npgsql.NpgsqlCommand("delete from messaging.outbox where aggregate = $1 and exchange = 'test'", database) { Parameters = { new() { Value = id } } };
        await discard.ExecuteNonQueryAsync();
        Assert.Equal(announced, body is not null);
        if (body is not null)
        {
            var said = JsonNode.Parse(body);
            Assert.Equal("eventId occurredAt subjectId subjectVersion", said.FieldNames());
            Assert.Equal(id, said.Id("subjectId"));
            Assert.Equal(2, said!["subjectVersion"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task A_wrong_field_changes_nothing()
    {
        var id = await Amal.RegisterAsync();

        Assert.Equal("$.sex", (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["sex"] = "f"), "\"1\"")).WrongFields());
        Assert.Equal("$.personId", (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["personId"] = Guid.NewGuid()), "\"1\"")).WrongFields());
        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
    }

    [Fact]
    public async Task A_file_of_another_agency_is_not_there_whatever_else_is_wrong()
    {
        var id = await Amal.RegisterAsync();

        (await Bayt.PutAsync($"/api/people/{id}", Partner.Person(person => person["sex"] = "f"), null)).Expect(404);
        (await Bayt.PutAsync($"/api/people/{id}", "{", "\"1\"")).Expect(404);
        (await Bayt.PutAsync($"/api/people/{id}", Partner.Person(), "*")).Expect(404);
        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
    }

    [Fact]
    public async Task A_file_is_neither_patched_nor_deleted()
    {
        var id = await Amal.RegisterAsync();

        (await Amal.SendAsync(HttpMethod.Patch, $"/api/people/{id}", new { sex = "male" }, new() { ["If-Match"] = "*" })).Expect(405);
        (await Amal.DeleteAsync($"/api/people/{id}")).Expect(405);
    }
}
