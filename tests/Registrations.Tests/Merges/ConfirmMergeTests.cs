namespace Platform.Registrations.Tests.Merges;

public sealed class ConfirmMergeTests : OnMerges
{
    [Fact]
    public async Task It_takes_two_people_and_then_one_file_is_kept_and_the_other_points_to_it()
    {
        var (merge, kept, duplicate) = await ProposedAsync();
        Assert.Equal($"/api/merges/{merge}", (await SabhaSupervisor.TaskAsync("registrations", "merge-to-confirm", merge))!.Text("path"));
        Assert.Null(await Sabha.TaskAsync("registrations", "merge-to-confirm", merge));
        (await ConfirmAsync(Sabha, merge)).Expect(403);
        (await ConfirmAsync(Amal, merge)).Expect(404);

        var merged = (await ConfirmAsync(SabhaSupervisor, merge)).Expect(200);

        Assert.Equal(("merged", 0), (merged.Json.Text("state"), merged["recordedSince"]!.AsArray().Count));
        Assert.NotEqual(merged.Json.Id("proposedBy"), merged.Json.Id("decidedBy"));
        Assert.Equal("merged", (await ConfirmAsync(SabhaSupervisor, merge)).Expect(409).Json.Text("state"));
        Assert.Null(await SabhaSupervisor.TaskAsync("registrations", "merge-to-confirm", merge));
        foreach (var keeper in (Partner[])[Sabha, SabhaSupervisor])
        {
            var (one, other) = ((await keeper.GetAsync($"/api/people/{kept}")).Expect(200), (await keeper.GetAsync($"/api/people/{duplicate}")).Expect(200));
            Assert.Equal(("\"2\"", duplicate, null), (one.ETag, one["mergedFiles"]!.AsArray().Single()!.GetValue<Guid>(), one["mergedInto"]));
            Assert.Equal(("\"2\"", kept), (other.ETag, other.Json.Id("mergedInto")));
            Assert.Equal((true, false), (await IsListedAsync(keeper, kept), await IsListedAsync(keeper, duplicate)));
        }
    }

    [Fact]
    public async Task Of_two_who_confirm_at_once_one_merges()
    {
        var (merge, _, _) = await ProposedAsync();

        var answers = await Task.WhenAll(ConfirmAsync(SabhaSupervisor, merge), ConfirmAsync(SabhaSupervisor, merge));

        Assert.Equal([200, 409], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task What_came_between_the_proposal_and_the_confirmation_is_looked_at_again()
    {
        var (merge, kept, duplicate) = await ProposedAsync();
        (await OfferAsync(Sabha, duplicate, "tripoli")).Expect(201);
        Assert.Equal("file-unsettled", (await ConfirmAsync(SabhaSupervisor, merge)).Expect(409).Problem);

        (merge, kept, duplicate) = await ProposedAsync();
        var third = await Sabha.RegisterAsync();
        (await ConfirmAsync(SabhaSupervisor, (await ProposeAsync(Sabha, third, kept)).Expect(201).Json.Id("mergeId"))).Expect(200);
        Assert.Equal("person-merged", (await ConfirmAsync(SabhaSupervisor, merge)).Expect(409).Problem);
        Assert.Equal("proposed", await ScalarAsync("select state from merges where merge_id = $1 and merged = $2", merge, duplicate));
    }

    [Fact]
    public async Task The_duplicate_is_found_by_its_name_and_says_where_the_person_is()
    {
        var name = Invented();
        var (kept, duplicate) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync(file => file["givenName"] = name));
        (await ConfirmAsync(SabhaSupervisor, (await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId"))).Expect(200);

        var found = Assert.Single((await Sabha.PostAsync("/api/people/search", new { name = $"{name} Invented" })).Items(), item => item.Id("personId") == duplicate);

        Assert.Equal(kept, found.Id("mergedInto"));
    }

    [Fact]
    public async Task Nothing_that_changes_a_file_is_done_in_the_duplicate_and_each_answer_names_the_file_that_is_kept()
    {
        var (_, kept, duplicate) = await MergedAsync();
        string[] otherwise = ["/emergency", "/legal-hold", "/consents/"];   // opened by its code, held with the file that is kept, and withdrawn in the file it was given in
        var described = (await Sabha.With(Platform.AddressOf("registrations")).GetAsync("/openapi/v1.json")).Expect(200)["paths"]!.AsObject();
        var tried = 0;
        foreach (var (path, methods) in described.Where(path => path.Key.StartsWith("/people/{personId}", StringComparison.Ordinal) && !otherwise.Any(part => path.Key.Contains(part, StringComparison.Ordinal))))
        {
            foreach (var method in methods!.AsObject().Select(method => method.Key).Where(method => method is "post" or "put" or "delete"))
            {
                var address = $"/api{System.Text.RegularExpressions.Regex.Replace(path.Replace("{personId}", duplicate.ToString(), StringComparison.Ordinal), @"\{\w+\}", _ => Guid.NewGuid().ToString())}";
                var answer = await Sabha.SendAsync(new(method), address, method == "delete" ? null : new { }, new() { ["Idempotency-Key"] = Guid.NewGuid().ToString(), ["If-Match"] = "*" });
                if (path.Count(letter => letter == '{') > 1 && answer.Status == 404) continue;   // of something that is not there either
                Assert.True((answer.Status, answer.Problem) == (409, "person-merged"), $"{method} {path}: {answer.Status} {answer.Body}");
                Assert.Equal(kept, answer.Json.Id("mergedInto"));
                tried++;
            }
        }

        Assert.InRange(tried, 12, 100);
        var bayt = await Sabha.AgencyIdAsync("bayt-shelter");
        Assert.Equal("person-merged", (await Sabha.PostAsync("/api/referrals", Partner.Referral(duplicate, bayt))).Expect(409).Problem);
    }

    [Fact]
    public async Task Nor_is_anything_changed_that_was_in_it_before()
    {
        var (kept, duplicate) = (await Sabha.RegisterAsync(), await Sabha.RegisterAsync());
        var link = (await Sabha.PostAsync($"/api/people/{duplicate}/family", Families.InAFamily.Link())).Expect(201).Json.Id("linkId");
        (await SabhaSupervisor.PostAsync($"/api/people/{duplicate}/family/{link}/verification", Families.InAFamily.Found())).Expect(200);
        var status = (await Sabha.PostAsync($"/api/people/{duplicate}/statuses", Statuses.RecordStatusTests.Status())).Expect(201).Json.Id("statusId");
        var tracing = (await Sabha.PostAsync($"/api/people/{duplicate}/tracing", Families.Tracing.Search())).Expect(201).Json.Id("tracingId");
        (await Sabha.PostAsync($"/api/people/{duplicate}/tracing/{tracing}/end", new { reason = "Invented." })).Expect(200);
        (await ConfirmAsync(SabhaSupervisor, (await ProposeAsync(Sabha, kept, duplicate)).Expect(201).Json.Id("mergeId"))).Expect(200);

        foreach (var (path, body) in ((string, object)[])
        [
            ($"family/{link}/end", new { endedOn = In(0), reason = "Invented." }), ($"statuses/{status}/end", new { endedOn = In(0), source = "self" }), ($"tracing/{tracing}/end", new { reason = "Invented." }),
        ])
        {
            var answer = (await Sabha.PostAsync($"/api/people/{duplicate}/{path}", body)).Expect(409);
            Assert.Equal(("person-merged", kept), (answer.Problem, answer.Json.Id("mergedInto")));
        }
    }

    [Theory]
    [InlineData("update people set area_code = 'LY021104' where person_id = @person", 0)]
    [InlineData("update people set merged_into = null where person_id = @person", 0)]
    [InlineData("update people set merged_into = person_id where person_id = @kept", -1)]
    public async Task Nor_could_the_services_login_write_in_it_or_take_the_pointer_away(string statement, int changed)
    {
        var (_, kept, duplicate) = await MergedAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var transaction = await database.BeginTransactionAsync();
        var keeper = (await Sabha.GetAsync($"/api/people/{kept}")).Json.Id("caseworkerId");
        await using var ask = new Npgsql.NpgsqlCommand(
            $"select set_config('app.caller', '{keeper}', true), set_config('app.grantees', '{{{keeper}}}', true); set local session authorization {Platform.NameOf("registrations")}_app", database);
        await ask.ExecuteNonQueryAsync();
        await using var write = new Npgsql.NpgsqlCommand(statement, database);
        write.Parameters.AddWithValue("person", duplicate);
        write.Parameters.AddWithValue("kept", kept);
        Assert.Equal(changed, await TriedAsync(write));

        static async Task<int> TriedAsync(Npgsql.NpgsqlCommand write)
        {
            try
            {
                return await write.ExecuteNonQueryAsync();
            }
            catch (Npgsql.PostgresException refused) when (refused.SqlState == Npgsql.PostgresErrorCodes.InsufficientPrivilege)
            {
                return -1;
            }
        }
    }

    [Fact]
    public async Task It_is_told_on_the_bus_by_ids_and_once()
    {
        var (merge, kept, duplicate) = await ProposedAsync();
        await ScalarAsync(   // what waits behind a parked row of its subject stays in the outbox to be read
            """
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at, parked_at, error)
            values (get_byte(uuid_send($1), 15) & 7, $1, gen_random_uuid(), 'test', 'test', '{}', now(), now(), 'parked by a test')
            """, kept);

        (await ConfirmAsync(SabhaSupervisor, merge)).Expect(200);

        var said = JsonNode.Parse((string)(await ScalarAsync("select body from messaging.outbox where aggregate = $1 and exchange like '%:PeopleMerged'", kept))!);
        await ScalarAsync("delete from messaging.outbox where aggregate = $1 and exchange = 'test'", kept);
        Assert.Equal((kept, duplicate, merge, 2), (said.Id("subjectId"), said.Id("mergedId"), said.Id("mergeId"), said!["subjectVersion"]!.GetValue<int>()));
    }
}
