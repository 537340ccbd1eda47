using Npgsql;

namespace Platform.Registrations.Tests.Disembarkations;

public sealed class ScreenPeopleTests : Landing
{
    [Fact]
    public async Task Two_hundred_are_registered_in_one_call_in_its_order_and_each_is_found_and_read()
    {
        var (landing, name) = (await LandedAsync(), Invented());

        var screened = (await ScreenAsync(Sabha, landing, 200, person => person["familyName"] = name)).Expect(201);

        var people = screened["items"]!.AsArray().Select(item => item.Id("personId")).ToList();
        Assert.Equal(200, people.Distinct().Count());
        Assert.All(people, person => Assert.Equal(4, person.Version));
        for (var at = 0; at < 200; at += 66)
        {
            var read = (await Sabha.GetAsync($"/api/people/{people[at]}")).Expect(200);
            Assert.Equal((name, "disembarkation", 1990 + (at % 10)), (read.Json.Text("familyName"), read.Json.Text("setting"), read["birthYear"]!.GetValue<int>()));
            (await Supervisor.GetAsync($"/api/people/{people[at]}")).Expect(200);
            (await Monitor.GetAsync($"/api/people/{people[at]}")).Expect(403);
            (await Tripoli.GetAsync($"/api/people/{people[at]}")).Expect(404);
        }

        Assert.NotEmpty((await Sabha.PostAsync("/api/people/search", new { name = $"Invented {name}" })).Items());
        Assert.Equal(["POST /disembarkations/{disembarkationId:guid}/screenings identity allowed"], (await AuditOfAsync(people[7])).Take(1));
        Assert.Equal(200L, await ScalarAsync<long>("select count(*) from access.visible where list = 'people' and record = any ($1) and grantee = $2", people.ToArray(), await Platform.MemberIdAsync("iom-libya-system")));
    }

    [Fact]
    public async Task All_of_them_or_none_and_every_bad_row_is_told_with_its_path()
    {
        var (landing, name) = (await LandedAsync(), Invented());

        var refused = await ScreenAsync(Sabha, landing, 6, person => person["familyName"] = name, people =>
        {
            people[1]!["agreed"] = false;
            people[3]!["birthYear"] = 3000;
            people[4]!["sex"] = "woman";
            people[4]!["areaCode"] = "LY";
            people[5]!["number"] = 1;
        });

        Assert.Equal("$.people[1].agreed $.people[3].birthYear $.people[4].areaCode $.people[4].sex $.people[5]", refused.WrongFields());
        Assert.Empty((await Sabha.PostAsync("/api/people/search", new { name = $"Invented {name}" })).Items());
    }

    [Fact]
    public async Task Of_201_none_is_registered_and_of_nobody_none()
    {
        var landing = await LandedAsync();

        Assert.Equal("$.people", (await ScreenAsync(Sabha, landing, 201)).WrongFields());
        Assert.Equal("$.people", (await ScreenAsync(Sabha, landing, 0)).WrongFields());
        Assert.Equal("$.people", (await Sabha.PostAsync($"/api/disembarkations/{landing}/screenings", new { })).WrongFields());
        Assert.Equal("$.people[0].phone", (await ScreenAsync(Sabha, landing, 1, person => person["phone"] = "+218910000000")).WrongFields());
    }

    [Fact]
    public async Task The_very_same_request_is_answered_again_and_another_body_is_refused()
    {
        var (landing, key, body) = (await LandedAsync(), Guid.NewGuid().ToString(), new JsonObject { ["people"] = People(3) }.ToJsonString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Sabha.PostAsync($"/api/disembarkations/{landing}/screenings", body, key)));

        Assert.Single(answers.Select(answer => answer.Expect(201).Body).Distinct());
        Assert.Equal("key-reused", (await Sabha.PostAsync($"/api/disembarkations/{landing}/screenings", body + " ", key)).Expect(422).Problem);
        (await ScreenAsync(Supervisor, landing, 2)).Expect(201);   // and more of the same event
    }

    /// <summary>Rule 31.</summary>
    [Fact]
    public async Task Nothing_that_is_kept_names_a_person_and_the_event_nor_says_its_trace()
    {
        var landing = await LandedAsync();
        var person = (await ScreenAsync(Sabha, landing, 2)).Expect(201)["items"]![0].Id("personId");

        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from access.idempotency where path like '%' || $1::text || '%'", landing));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from access.idempotency where kept_until - interval '30 days' = (select registered_at from people where person_id = $1)", person));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from access.audit where records @> array[$1::uuid] and trace is not null", person));
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from access.audit where records @> array[$1::uuid]", landing));   // that it was recorded
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        List<string> tables = [];
        await using (var all = new NpgsqlCommand("select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'access', 'messaging')", database))
        await using (var reader = await all.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            await using var both = new NpgsqlCommand($"select count(*) from {table} t where t::text like '%{person}%' and t::text like '%{landing}%'", database);
            Assert.True((long)(await both.ExecuteScalarAsync())! == 0, table);
        }

        Assert.DoesNotContain($"{landing}", (await Sabha.GetAsync($"/api/people/{person}")).Expect(200).Body, StringComparison.Ordinal);
        Assert.DoesNotContain($"{person}", (await Sabha.GetAsync($"/api/disembarkations/{landing}")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_keeps_the_event_and_cases_screens()
    {
        await Platform.PlantUserAsync("officer-and-caseworker@iom-libya.demo", "tripoli", "protection-officer", "caseworker");
        var landing = await LandedAsync();
        var none = (await ScreenAsync(Amal, Guid.NewGuid(), 1)).Expect(404);

        (await ScreenAsync(Monitor, landing, 1)).Expect(403);   // keeps no cases
        (await ScreenAsync(await Platform.SignInAsync("officer-and-caseworker@iom-libya.demo"), landing, 1)).Expect(403);   // oversees it only
        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await ScreenAsync(other, landing, 1)).Expect(404).Body);
        }
    }

    private static JsonArray People(int count, Action<JsonObject>? each = null) => [.. Enumerable.Range(0, count).Select(at =>
    {
        var person = new JsonObject
        {
            ["number"] = at + 1,
            ["agreed"] = true,
            ["givenName"] = "Invented",
            ["sex"] = "male",
            ["birthYear"] = 1990 + (at % 10),
            ["agePrecision"] = "estimate",
            ["areaCode"] = "LY021104",
        };
        each?.Invoke(person);
        return (JsonNode)person;
    })];

    private static Task<Answer> ScreenAsync(Partner by, Guid landing, int count, Action<JsonObject>? each = null, Action<JsonArray>? change = null)
    {
        var people = People(count, each);
        change?.Invoke(people);
        return by.PostAsync($"/api/disembarkations/{landing}/screenings", new JsonObject { ["people"] = people });
    }
}
