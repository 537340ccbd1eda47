using Npgsql;

namespace Platform.Registrations.Tests.Access;

/// <summary>Who read what: one entry a read, refused ones included; and nobody can take an entry back.</summary>
public sealed class AuditTests : OnThePlatform
{
    [Fact]
    public async Task Every_read_and_change_of_a_file_is_entered_once()
    {
        var name = Invented();
        var id = await Amal.RegisterAsync(person => (person["givenName"], person["familyName"]) = (name, "Invented"));
        (await Amal.GetAsync($"/api/people/{id}")).Expect(200);
        (await Amal.GetAsync($"/api/people/{id}")).Expect(200);
        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => (person["givenName"], person["familyName"]) = (name, "Invented")), "\"1\"")).Expect(200);
        (await Amal.PostAsync("/api/people/search", new { name = $"{name} Invented" })).Expect(200);
        (await Amal.GetAsync($"/api/people/{id}/consents")).Expect(200);
        (await Amal.GetAsync($"/api/people/{id}/disclosures")).Expect(200);
        (await Amal.GetAsync($"/api/people/{id}/disclosures/page")).Expect(200);

        Assert.Equal(
            [
                "POST /people identity allowed",
                "GET /people/{personId:guid} identity allowed",
                "GET /people/{personId:guid} identity allowed",
                "PUT /people/{personId:guid} identity allowed",
                "POST /people/search identity allowed",
                "GET /people/{personId:guid}/consents consent allowed",
                "GET /people/{personId:guid}/disclosures ledger allowed",
                "GET /people/{personId:guid}/disclosures/page ledger allowed",
            ],
            await AuditOfAsync(id));
    }

    [Fact]
    public async Task Every_line_of_a_list_that_was_shown_is_entered()
    {
        var mission = await Platform.SignInAsync("caseworker@iom-libya.demo");   // no other test registers as them
        var (older, newer) = (await mission.RegisterAsync(), await mission.RegisterAsync());

        (await mission.GetAsync("/api/people?limit=1")).Expect(200);

        Assert.Equal(["POST /people identity allowed", "GET /people identity allowed"], await AuditOfAsync(newer));
        Assert.Equal(["POST /people identity allowed"], await AuditOfAsync(older));   // looked at for the next page, not shown
    }

    [Fact]
    public async Task A_refused_read_is_entered_once_with_the_id_as_asked()
    {
        var theirs = await Amal.RegisterAsync();
        var absent = Guid.NewGuid();
        (await Bayt.GetAsync($"/api/people/{theirs}")).Expect(404);
        (await Bayt.GetAsync($"/api/people/{absent}")).Expect(404);
        (await Bayt.DeleteAsync($"/api/people/{absent}/consents/{Guid.NewGuid()}")).Expect(404);

        Assert.Equal(["POST /people identity allowed", "GET /people/{personId:guid} identity not-found"], await AuditOfAsync(theirs));
        Assert.Equal(
            ["GET /people/{personId:guid} identity not-found", "DELETE /people/{personId:guid}/consents/{consentId:guid} consent not-found"],
            await AuditOfAsync(absent));
    }

    [Fact]
    public async Task A_refused_change_leaves_no_entry_of_a_change()
    {
        var id = await Amal.RegisterAsync();
        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(), "\"7\"")).Expect(412);
        (await Amal.PutAsync($"/api/people/{id}", Partner.Person(person => person["sex"] = "f"), "\"1\"")).Expect(400);

        Assert.Equal(["POST /people identity allowed", "PUT /people/{personId:guid} identity stale"], await AuditOfAsync(id));
    }

    [Theory]
    [InlineData("update access.audit set outcome = 'denied'")]
    [InlineData("delete from access.audit")]
    [InlineData("truncate access.audit")]
    [InlineData("update access.disclosures set purpose = 'x'")]
    [InlineData("delete from access.disclosures")]
    [InlineData("truncate access.disclosures")]
    public async Task Nobody_takes_an_entry_back_not_even_the_owner(string sql)
    {
        await Amal.RegisterAsync();
        foreach (var login in (string?[])["app", "jobs", "sealer", "migrator", null])
        {
            await using var database = login is null ? await Platform.OpenDatabaseAsync("registrations") : await Platform.OpenDatabaseAsync("registrations", login);
            await using var command = new NpgsqlCommand(sql, database);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task The_services_login_does_not_read_the_trail_it_writes()
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        foreach (var table in (string[])["access.audit_seals", "access.witnessed_seals"])
        {
            await using var command = new NpgsqlCommand($"select 1 from {table}", database);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState);
        }

        await Amal.RegisterAsync();
        Assert.Equal(0, await EntriesAsync(database, "", ""));
    }

    [Theory]
    [InlineData("amal-health", "{caseworker,supervisor,focal-point,protection-officer,access-admin}", false)]
    [InlineData("amal-health", "{auditor}", true)]
    [InlineData("bayt-shelter", "{auditor}", false)]
    public async Task Only_in_the_scope_of_the_agencys_auditor_are_there_entries(string agency, string roles, bool any)
    {
        var person = await Amal.RegisterAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");

        Assert.Equal(any ? 1 : 0, await EntriesAsync(database, $"{await Amal.AgencyIdAsync(agency)}", roles, $"where '{person}' = any (records)"));
        Assert.Equal(any ? 1 : 0, await EntriesAsync(database, $"{await Amal.AgencyIdAsync(agency)}", roles, $"where entry in (select access.entries_of('{person}'))"));
    }

    private static async Task<long> EntriesAsync(NpgsqlConnection database, string agency, string roles, string where = "")
    {
        await using var transaction = await database.BeginTransactionAsync();
        await using var scope = new NpgsqlCommand("select set_config('app.agency', $1, true), set_config('app.roles', $2, true)", database) { Parameters = { new() { Value = agency }, new() { Value = roles } } };
        await scope.ExecuteNonQueryAsync();
        await using var count = new NpgsqlCommand($"select count(*) from access.audit {where}", database);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
