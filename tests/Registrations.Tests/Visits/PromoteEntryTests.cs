using Npgsql;

namespace Platform.Registrations.Tests.Visits;

public sealed class PromoteEntryTests : Visiting
{
    [Fact]
    public async Task Who_agreed_is_registered_from_it_and_from_then_on_it_says_that_and_no_more()
    {
        var (visit, entry) = await MetAsync();

        var registered = (await PromoteAsync(Sabha, visit, entry)).Expect(201);

        Assert.Equal("caseCode personId", registered.Json.FieldNames());
        var person = (await Sabha.GetAsync($"/api/people/{registered.Json.Id("personId")}")).Expect(200);
        Assert.Equal(("فاطمة", "detention"), (person.Json.Text("givenName"), person.Json.Text("setting")));
        (await Supervisor.GetAsync($"/api/people/{registered.Json.Id("personId")}")).Expect(200);
        var roster = (await Sabha.GetAsync($"/api/visits/{visit}/roster")).Expect(200);
        Assert.Equal([true, false], roster["items"]!.AsArray().Select(item => item!["promoted"]!.GetValue<bool>()));
        foreach (var (read, of) in ((Answer, Guid)[])[(roster, registered.Json.Id("personId")), ((await Sabha.GetAsync($"/api/visits/{visit}")).Expect(200), registered.Json.Id("personId")), (person, entry), (person, visit)])
        {
            Assert.DoesNotContain($"{of}", read.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_is_promoted_once_also_by_many_at_once()
    {
        var (visit, entry) = await MetAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => PromoteAsync(at % 2 == 0 ? Sabha : Supervisor, visit, entry)));

        Assert.Equal([201, 409, 409, 409, 409, 409], answers.Select(answer => answer.Status).Order());
        Assert.All(answers.Where(answer => answer.Status == 409), answer => Assert.Equal(("wrong-state", "promoted"), (answer.Problem, answer.Json.Text("state"))));
        Assert.Equal("promoted", (await PromoteAsync(Sabha, visit, entry)).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task The_very_same_request_is_answered_again_and_another_body_is_refused()
    {
        var ((visit, entry), key, body) = (await MetAsync(), Guid.NewGuid().ToString(), Body().ToJsonString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Sabha.PostAsync($"/api/visits/{visit}/roster/{entry}/promotion", body, key)));

        Assert.Single(answers.Select(answer => answer.Expect(201).Body).Distinct());
        Assert.Equal("key-reused", (await Sabha.PostAsync($"/api/visits/{visit}/roster/{entry}/promotion", body + " ", key)).Expect(422).Problem);
    }

    /// <summary>Rule 31: what a repeat is answered by is under a veil of the request itself.</summary>
    [Fact]
    public async Task Nothing_that_is_kept_names_the_person_and_the_entry_or_the_visit_or_says_the_same_instant_or_trace()
    {
        var (visit, entry) = await MetAsync();
        var person = (await PromoteAsync(Sabha, visit, entry)).Expect(201).Json.Id("personId");

        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from access.idempotency where answer = $1 or (path like '%' || $2::text || '%' and answer in ($1, $3)) or kept_until - interval '30 days' = (select registered_at from people where person_id = $1)", person, entry, visit));
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from access.idempotency where path like '%' || $1::text || '%'", entry));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from access.audit where records @> array[$1::uuid] and (records && array[$2::uuid, $3::uuid] or trace is not null)", person, visit, entry));
        Assert.Equal(["POST /visits/{visitId:guid}/roster/{entryId:guid}/promotion identity allowed"], await AuditOfAsync(person));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from messaging.outbox where aggregate = $1 and trace_parent is not null", person));
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        List<string> tables = [];
        await using (var all = new NpgsqlCommand("select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'access', 'messaging')", database))
        await using (var reader = await all.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            await using var both = new NpgsqlCommand($"select count(*) from {table} t where t::text like '%{person}%' and (t::text like '%{visit}%' or t::text like '%{entry}%')", database);
            Assert.True((long)(await both.ExecuteScalarAsync())! == 0, table);
        }
    }

    [Fact]
    public async Task Nobody_promotes_what_is_not_theirs_nor_without_keeping_cases()
    {
        var (visit, entry) = await MetAsync();
        var none = (await PromoteAsync(Amal, Guid.NewGuid(), Guid.NewGuid())).Expect(404);

        (await PromoteAsync(Monitor, visit, entry)).Expect(403);   // keeps visits and no cases
        (await PromoteAsync(Officer, visit, entry)).Expect(403);
        foreach (var other in await OthersAsync())
        {
            Assert.Equal(none.Body, (await PromoteAsync(other, visit, entry)).Expect(404).Body);
        }

        (await PromoteAsync(Sabha, await RecordedAsync(), entry)).Expect(404);
        (await PromoteAsync(Sabha, visit, entry)).Expect(201);
    }

    /// <summary>Who is an officer of the agency and a case worker elsewhere.</summary>
    [Fact]
    public async Task Who_oversees_only_promotes_nobody()
    {
        await Platform.PlantUserAsync("officer-and-caseworker@iom-libya.demo", "tripoli", "protection-officer", "caseworker");
        var (visit, entry) = await MetAsync();

        (await PromoteAsync(await Platform.SignInAsync("officer-and-caseworker@iom-libya.demo"), visit, entry)).Expect(403);
    }

    [Fact]
    public async Task Nobody_is_registered_who_has_not_agreed_and_what_cannot_be_is_named()
    {
        var (visit, entry) = await MetAsync();

        Assert.Equal("$.agreed", (await PromoteAsync(Sabha, visit, entry, body => body["agreed"] = false)).WrongFields());
        Assert.Equal("$.agreed $.person", (await Sabha.PostAsync($"/api/visits/{visit}/roster/{entry}/promotion", new { })).WrongFields());
        Assert.Equal("$.person.birthYear", (await PromoteAsync(Sabha, visit, entry, body => body["person"]!["birthYear"] = 3000)).WrongFields());
        Assert.Equal([false, false], (await Sabha.GetAsync($"/api/visits/{visit}/roster")).Expect(200)["items"]!.AsArray().Select(item => item!["promoted"]!.GetValue<bool>()));
    }

    private async Task<(Guid Visit, Guid Entry)> MetAsync()
    {
        var visit = await RecordedAsync();
        return (visit, (await AddToRosterTests.AddAsync(Sabha, visit, 1, 2)).Expect(201)["items"]![0].Id("entryId"));
    }

    private static JsonObject Body(Action<JsonObject>? change = null)
    {
        var body = new JsonObject { ["agreed"] = true, ["person"] = Partner.Person(person => person["setting"] = "detention") };
        change?.Invoke(body);
        return body;
    }

    private static Task<Answer> PromoteAsync(Partner by, Guid visit, Guid entry, Action<JsonObject>? change = null) => by.PostAsync($"/api/visits/{visit}/roster/{entry}/promotion", Body(change));
}
