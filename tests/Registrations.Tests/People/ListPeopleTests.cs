namespace Platform.Registrations.Tests.People;

public sealed class ListPeopleTests : OnThePlatform
{
    [Fact]
    public async Task Each_agency_lists_its_own_and_nobody_elses()
    {
        var (amals, bayts) = (await Amal.RegisterAsync(), await Bayt.RegisterAsync());

        var (amalSees, baytSees) = (await AllAsync(Amal, 200), await AllAsync(Bayt, 200));

        Assert.Contains(amals, amalSees);
        Assert.Contains(bayts, baytSees);
        Assert.Empty(amalSees.Intersect(baytSees));
    }

    [Fact]
    public async Task Pages_show_each_file_once_and_the_newest_first()
    {
        var unicef = new Partner(Platform, "unicef-libya");   // no other test registers there
        var registered = new List<Guid>();
        for (var person = 0; person < 8; person++)
        {
            registered.Add(await unicef.RegisterAsync());
        }

        registered.Reverse();
        Assert.Equal(registered, await AllAsync(unicef, limit: 2));   // ends with a full page
        Assert.Equal(registered, await AllAsync(unicef, limit: 3));
    }

    [Fact]
    public async Task A_line_shows_no_contact_and_no_note()
    {
        var rihla = new Partner(Platform, "rihla-legal");
        await rihla.RegisterAsync(person => person["note"] = "Not for lists.");

        var line = (await rihla.GetAsync("/api/people?limit=1")).Items()[0];

        Assert.Equal("ageBand areaCode caseCode familyName givenName personId registeredAt setting sex updatedAt", line.FieldNames());
    }

    [Fact]
    public async Task Whoever_holds_a_case_in_two_ways_sees_it_once()
    {
        var supervisor = await Platform.SignInAsync("supervisor@unhcr-libya.demo");
        var id = await supervisor.RegisterAsync();
        (await supervisor.PostAsync($"/api/people/{id}/assignment", new { team = "main", caseworker = "caseworker@unhcr-libya.demo" })).Expect(200);

        Assert.Single(await AllAsync(supervisor, 50), seen => seen == id);
        Assert.Single(await AllAsync(supervisor, 1), seen => seen == id);
    }

    [Theory]
    [InlineData("limit=0", "$.limit")]
    [InlineData("limit=201", "$.limit")]
    [InlineData("limit=-1", "$.limit")]
    [InlineData("limit=many", "$.limit")]
    [InlineData("limit=", "$.limit")]
    [InlineData("limit=1&limit=2", "$.limit")]
    [InlineData("limit=99999999999999999999", "$.limit")]
    [InlineData("cursor=", "$.cursor")]
    [InlineData("cursor=AAAA", "$.cursor")]
    [InlineData("cursor=!!!not-base64!!!", "$.cursor")]
    [InlineData("cursor=%00", "$.cursor")]
    [InlineData("cursor=%D9%85", "$.cursor")]
    [InlineData("cursor=__________________________________________8", "$.cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$.cursor")]
    public async Task A_page_that_cannot_be_is_named(string query, string path)
    {
        Assert.Equal(path, (await Amal.GetAsync($"/api/people?{query}")).WrongFields());
    }

    [Fact]
    public async Task The_end_says_so()
    {
        var answer = (await Amal.GetAsync("/api/people?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).Expect(200);

        Assert.Equal("""{"items":[],"next":null}""", answer.Body);
    }

    private static async Task<List<Guid>> AllAsync(Partner partner, int limit)
    {
        var (seen, next) = (new List<Guid>(), (string?)null);
        do
        {
            var page = (await partner.GetAsync($"/api/people?limit={limit}{(next is null ? "" : $"&cursor={next}")}")).Expect(200);
            Assert.InRange(page.Items().Count, 0, limit);
            seen.AddRange(page.Items().Select(item => item.Id("personId")));
            next = page.Json.Text("next");
        }
        while (next is not null);

        Assert.Equal(seen.Distinct(), seen);
        return seen;
    }

    /// <summary>Rows are counted, not time: what others have is never even looked at.</summary>
    [Fact]
    public async Task A_page_reads_as_many_rows_with_two_hundred_agencies_as_with_ten()
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var transaction = await database.BeginTransactionAsync();   // never commits
        await PlantAsync(database, agencies: 10, firstGrantee: 1);
        var withTen = await RowsReadAsync(database);
        await PlantAsync(database, agencies: 190, firstGrantee: 11);
        var withTwoHundred = await RowsReadAsync(database);

        Assert.InRange(withTen, 51, 2000);
        Assert.InRange(withTwoHundred, 51, withTen);
    }

    /// <summary>Agencies with sixty people each, every one by a grantee of its own.</summary>
    private static async Task PlantAsync(Npgsql.NpgsqlConnection database, int agencies, int firstGrantee)
    {
        await using var plant = new Npgsql.NpgsqlCommand($"""
            with made as (
                insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at)
                select gen_random_uuid(), 'LY-PLANTED-' || agency || '-' || n, g.grantee, g.grantee, g.grantee, 'LY031901', 'urban', 1, now() - n * interval '1 minute', now()
                  from generate_series({firstGrantee}, {firstGrantee + agencies - 1}) agency, generate_series(1, 60) n, lateral (select lpad(to_hex(agency), 32, 'f')::uuid as grantee) g
                returning person_id, agency_id, registered_at),
            sealed as (insert into person_identities (person_id, sealed) select person_id, '' from made),
            granted as (insert into access.grants (record, grantee, because, packages, given_at) select person_id, agency_id, 'ownership', array['identity', 'contact'], now() from made)
            insert into access.visible (grantee, list, record, sort_at, state) select agency_id, 'people', person_id, registered_at, 'open' from made
            """, database);
        await plant.ExecuteNonQueryAsync();
        await using var known = new Npgsql.NpgsqlCommand("analyze people; analyze person_identities; analyze access.grants; analyze access.visible", database);
        await known.ExecuteNonQueryAsync();
    }

    /// <summary>How many rows each step of the service's own statement gives or throws away, for the first of the planted agencies.</summary>
    private async Task<long> RowsReadAsync(Npgsql.NpgsqlConnection database)
    {
        var statement = ((string)typeof(global::Platform.Registrations.People.ListPeople).GetField("Select", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetRawConstantValue()!)
            .Replace("(@before, @beforeRecord)", $"('infinity'::timestamptz, '{Guid.AllBitsSet}'::uuid)", StringComparison.Ordinal).Replace("@limit", "51", StringComparison.Ordinal);

        await using var command = new Npgsql.NpgsqlCommand($$"""
            set local plan_cache_mode = force_generic_plan; set local role {{Platform.NameOf("registrations")}}_app;
            select set_config('app.grantees', '{ffffffff-ffff-ffff-ffff-fffffffffff1}', true);
            explain (analyze, timing off, format json) {{statement}};
            set local role none
            """, database);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return Rows(JsonNode.Parse(reader.GetString(0))![0]!["Plan"]!);

        static long Rows(JsonNode step) =>
            (long)(step["Actual Loops"]!.GetValue<double>() * (step["Actual Rows"]!.GetValue<double>() + (step["Rows Removed by Filter"]?.GetValue<double>() ?? 0)))
            + (step["Plans"]?.AsArray().Sum(below => Rows(below!)) ?? 0);
    }
}
