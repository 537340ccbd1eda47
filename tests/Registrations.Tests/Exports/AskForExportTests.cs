namespace Platform.Registrations.Tests.Exports;

public sealed class AskForExportTests : WithExports
{
    [Fact]
    public async Task Who_keeps_the_files_asks_and_what_they_said_lies_sealed()
    {
        var person = await PersonAsync();

        var asked = (await Asker.PostAsync("/api/exports", Request(person))).Expect(201).Json;

        Assert.Equal("askedAt askedBy expiresAt exportId packages people purpose reason recipientAgencyId state", asked.FieldNames());
        Assert.Equal(("asked", 1, "Their system is down (invented)."), (asked.Text("state"), asked["people"]!.GetValue<int>(), asked.Text("reason")));
        Assert.DoesNotContain("system", System.Text.Encoding.UTF8.GetString(await ScalarAsync<byte[]>("select reason from exports where export_id = $1", asked.Id("exportId"))), StringComparison.Ordinal);
        Assert.Contains("POST /exports identity allowed", await AuditOfAsync(person));
    }

    [Fact]
    public async Task A_file_of_others_is_as_one_that_is_not_there()
    {
        var (own, theirs) = (await PersonAsync(), await Amal.RegisterAsync());

        var foreign = await Asker.PostAsync("/api/exports", Request(own, theirs));
        var nobody = await Asker.PostAsync("/api/exports", Request(own, Guid.NewGuid()));

        Assert.Equal((404, nobody.Body), (foreign.Status, foreign.Body));
    }

    [Fact]
    public async Task Of_more_than_25_there_is_none()
    {
        var refused = (await Asker.PostAsync("/api/exports", Request([.. Enumerable.Range(0, 26).Select(_ => Guid.NewGuid())]))).Expect(409);

        Assert.Equal(("bulk-export", "at-most-25"), (refused.Problem, refused.Json.Text("rule")));
    }

    [Theory]
    [InlineData("child-alone", "urban", 2012, "year")]
    [InlineData("child-alone", "urban", 2007, "estimate")]      // may be one
    [InlineData("detainee-alone", "detention", 1990, "year")]
    public async Task A_child_or_somebody_who_is_held_is_in_it_alone_or_not_at_all(string rule, string setting, int birthYear, string precision)
    {
        var alone = await PersonAsync(person => (person["setting"], person["birthYear"], person["agePrecision"]) = (setting, birthYear, precision));

        var refused = (await Asker.PostAsync("/api/exports", Request(await PersonAsync(), alone))).Expect(409);

        Assert.Equal(("bulk-export", rule), (refused.Problem, refused.Json.Text("rule")));
        (await Asker.PostAsync("/api/exports", Request(alone))).Expect(201);
    }

    [Fact]
    public async Task Each_of_them_has_agreed_that_this_agency_gets_these_packages_for_this()
    {
        var (person, other) = (await PersonAsync(), await Asker.RegisterAsync());
        await Asker.ConsentAsync(other, BaytId, consent => consent["packages"] = new JsonArray("identity"));

        var refused = (await Asker.PostAsync("/api/exports", Request(person, other))).Expect(400);
        Assert.Equal(("consent-missing", "$.people[1]"), (refused.Problem, refused.WrongFields()));

        await Asker.ConsentAsync(other, BaytId, consent => consent["purpose"] = "statistics");
        refused = (await Asker.PostAsync("/api/exports", new Dictionary<string, object?>(Request(other)) { ["purpose"] = "statistics" })).Expect(400);
        Assert.Equal(("agreement-missing", "$.people[0]"), (refused.Problem, refused.WrongFields()));
    }

    [Theory]
    [InlineData("iom-libya")]
    [InlineData("embassy-one")]
    [InlineData("detention-authority")]
    public async Task It_is_for_another_agency_that_holds_cases(string code)
    {
        var agencyId = await Asker.AgencyIdAsync(code);

        Assert.Equal("$.recipientAgencyId", (await Asker.PostAsync("/api/exports", new Dictionary<string, object?>(Request(await PersonAsync())) { ["recipientAgencyId"] = agencyId })).WrongFields());
    }

    [Theory]
    [InlineData("hours", 0)]
    [InlineData("hours", 73)]
    [InlineData("reason", "")]
    [InlineData("purpose", "curiosity")]
    public async Task A_wrong_field_is_named(string field, object value) =>
        Assert.Equal($"$.{field}", (await Asker.PostAsync("/api/exports", new Dictionary<string, object?>(Request(await PersonAsync())) { [field] = value })).WrongFields());

    [Fact]
    public async Task An_agency_for_which_it_is_not_switched_on_asks_for_none()
    {
        var person = await Amal.RegisterAsync();
        await Amal.ConsentAsync(person, BaytId);

        Assert.Equal("feature-off", (await Amal.PostAsync("/api/exports", Request(person))).Expect(403).Problem);
    }

    [Theory]
    [InlineData("iom-libya", "{caseworker}", true, null)]
    [InlineData("iom-libya", "{caseworker}", false, "42501")]       // a file that is not theirs to keep
    [InlineData("iom-libya", "{protection-officer}", true, "42501")]
    [InlineData("amal-health", "{caseworker}", true, "42501")]      // not switched on
    public async Task Not_even_behind_the_product_s_back_does_anybody_make_one_who_may_not(string agency, string roles, bool keeps, string? refused)
    {
        var partner = new Partner(Platform, agency);
        var (member, agencyId, person) = (await Platform.MemberIdAsync($"{agency}-system"), await partner.AgencyIdAsync(agency), await (keeps ? partner : Bayt).RegisterAsync());
        await using var app = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await app.BeginTransactionAsync();
        await using (var scope = new Npgsql.NpgsqlCommand(
            $"select set_config('app.caller', '{member}', true), set_config('app.agency', '{agencyId}', true), set_config('app.roles', '{roles}', true), set_config('app.grantees', '{{{member}}}', true)", app))
        {
            await scope.ExecuteNonQueryAsync();
        }

        await using var ask = new Npgsql.NpgsqlCommand("select export_ask($1, $2, 'service-referral', '{identity}', array[$3], '', 1)", app)
        {
            Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = BaytId }, new() { Value = person } },
        };
        Assert.Equal(refused, (await Record.ExceptionAsync(ask.ExecuteNonQueryAsync) as Npgsql.PostgresException)?.SqlState);
    }
}
