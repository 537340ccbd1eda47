namespace Platform.Registrations.Tests.People;

public sealed class AssignPersonTests : OnThePlatform
{
    [Fact]
    public async Task Who_was_assigned_sees_the_case_until_it_is_in_other_hands()
    {
        var id = await Amal.RegisterAsync();
        var caseworker = await Platform.SignInAsync("caseworker@amal-health.demo");
        (await caseworker.GetAsync($"/api/people/{id}")).Expect(404);

        var assigned = (await AssignAsync(id, "main", "caseworker@amal-health.demo")).Expect(200);
        Assert.Equal("caseworkerId personId teamId version", assigned.Json.FieldNames());
        var seen = (await caseworker.GetAsync($"/api/people/{id}")).Expect(200);
        Assert.Equal(assigned.Json.Id("caseworkerId"), seen.Json.Id("caseworkerId"));
        Assert.Equal("\"2\"", seen.ETag);
        Assert.Contains((await caseworker.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == id);

        (await AssignAsync(id, "main", "supervisor@amal-health.demo")).Expect(200);
        (await caseworker.GetAsync($"/api/people/{id}")).Expect(404);
        (await caseworker.PutAsync($"/api/people/{id}", Partner.Person(), "*")).Expect(404);
        (await caseworker.GetAsync($"/api/people/{id}/consents")).Expect(404);
        Assert.DoesNotContain((await caseworker.GetAsync("/api/people?limit=200")).Items(), item => item.Id("personId") == id);
    }

    [Theory]
    [InlineData("caseworker@rihla-legal.demo")]
    [InlineData("supervisor@rihla-legal.demo")]
    public async Task Who_was_assigned_or_supervises_hands_the_case_to_another_team_and_sees_it_no_more(string who)
    {
        await using (var identity = await Platform.OpenDatabaseAsync("identity"))
        {
            // another team with somebody in it; identity's standing tells Registrations of both
            await using var make = new Npgsql.NpgsqlCommand("""
                insert into teams (team_id, agency_id, code, name, area_codes) select '7ea00000-0000-4000-8000-000000000001', agency_id, 'second', 'Second team (demo)', '{*}' from agencies where code = 'rihla-legal' on conflict do nothing;
                insert into users (id, agency_id, active, roles, team_ids, area_codes, demo, user_name, normalized_user_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                select '7ea00000-0000-4000-8000-000000000002', agency_id, true, '{supervisor}', '{7ea00000-0000-4000-8000-000000000001}', '{*}', true, 'second@rihla-legal.demo', 'SECOND@RIHLA-LEGAL.DEMO', false, false, false, true, 0
                  from agencies where code = 'rihla-legal' on conflict do nothing
                """, identity);
            await make.ExecuteNonQueryAsync();
        }

        var rihla = new Partner(Platform, "rihla-legal");
        var hands = await Platform.SignInAsync(who);
        var id = await rihla.RegisterAsync();
        (await rihla.PostAsync($"/api/people/{id}/assignment", new { team = "main", caseworker = "caseworker@rihla-legal.demo" })).Expect(200);

        await Eventually.TrueAsync(async () => (await hands.PostAsync($"/api/people/{id}/assignment", new { team = "second", caseworker = "second@rihla-legal.demo" })).Status == 200);

        foreach (var before in (string[])["caseworker@rihla-legal.demo", "supervisor@rihla-legal.demo"])
        {
            (await (await Platform.SignInAsync(before)).GetAsync($"/api/people/{id}")).Expect(404);
        }
    }

    [Fact]
    public async Task Team_and_case_worker_may_be_named_by_id_too()
    {
        var id = await Amal.RegisterAsync();
        var team = (await Amal.GetAsync("/api/teams")).Items().Single().Id("teamId");
        var worker = (await AssignAsync(id, "main", "caseworker@amal-health.demo")).Expect(200).Json.Id("caseworkerId");

        var again = (await AssignAsync(id, team.ToString(), worker.ToString())).Expect(200);

        Assert.Equal(worker, again.Json.Id("caseworkerId"));
    }

    [Theory]
    [InlineData("no-such-team", "caseworker@amal-health.demo", "$.team")]
    [InlineData("sabha", "caseworker@amal-health.demo", "$.team")]                    // the lead's
    [InlineData("main", "nobody@amal-health.demo", "$.caseworker")]
    [InlineData("main", "caseworker@bayt-shelter.demo", "$.caseworker")]              // another agency's
    [InlineData("main", "coordinator@amal-health.demo", "$.caseworker")]              // holds no cases
    [InlineData("main", "focal-point@amal-health.demo", "$.caseworker")]
    [InlineData("", "", "$.caseworker $.team")]
    [InlineData("main", "a\u202Eb", "$.caseworker")]
    public async Task An_unknown_team_or_case_worker_is_named(string team, string caseworker, string path)
    {
        var id = await Amal.RegisterAsync();

        Assert.Equal(path, (await AssignAsync(id, team, caseworker)).WrongFields());
        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
    }

    [Fact]
    public async Task Nobody_is_put_in_charge_in_a_team_that_is_not_theirs()
    {
        await Platform.PlantUserAsync("of-tripoli-only@iom-libya.demo", "tripoli", "caseworker");
        var lead = new Partner(Platform, "iom-libya");

        var refused = await lead.PostAsync($"/api/people/{await lead.RegisterAsync()}/assignment", new { team = "sabha", caseworker = "of-tripoli-only@iom-libya.demo" });

        Assert.Equal("$.caseworker", refused.WrongFields());
    }

    /// <summary>Who is suspended, or holds the role no more, is offered nothing; nor is who never was.</summary>
    [Fact]
    public async Task Nobody_is_put_in_charge_who_cannot_be()
    {
        await Platform.PlantUserAsync("suspended-caseworker@amal-health.demo", "main", "caseworker");
        await Platform.PlantUserAsync("former-caseworker@amal-health.demo", "main", "caseworker");
        await using (var identity = await Platform.OpenDatabaseAsync("identity"))
        await using (var end = new Npgsql.NpgsqlCommand("""
            update users set active = false where user_name = 'suspended-caseworker@amal-health.demo';
            update users set roles = '{statistics}' where user_name = 'former-caseworker@amal-health.demo'
            """, identity))
        {
            await end.ExecuteNonQueryAsync();
        }

        await Platform.KnownAsync();
        var id = await Amal.RegisterAsync();

        foreach (var caseworker in (string[])["suspended-caseworker@amal-health.demo", "former-caseworker@amal-health.demo", $"{Guid.NewGuid()}", $"{Guid.Empty}"])
        {
            Assert.Equal("$.caseworker", (await AssignAsync(id, "main", caseworker)).WrongFields());
        }

        Assert.Equal("\"1\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
    }

    [Fact]
    public async Task The_same_assignment_sent_twice_is_one()
    {
        var (id, key) = (await Amal.RegisterAsync(), Guid.NewGuid().ToString());
        var body = new { team = "main", caseworker = "caseworker@amal-health.demo" };

        var first = (await Amal.PostAsync($"/api/people/{id}/assignment", body, key)).Expect(200);
        var second = (await Amal.PostAsync($"/api/people/{id}/assignment", body, key)).Expect(200);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal("\"2\"", (await Amal.GetAsync($"/api/people/{id}")).ETag);
        Assert.Equal("key-reused", (await Amal.PostAsync($"/api/people/{id}/assignment", new { body.team, caseworker = "supervisor@amal-health.demo" }, key)).Expect(422).Problem);
    }

    private Task<Answer> AssignAsync(Guid id, string team, string caseworker) => Amal.PostAsync($"/api/people/{id}/assignment", new { team, caseworker });
}
