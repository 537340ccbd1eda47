using Npgsql;

namespace Platform.Registrations.Tests.Access;

/// <summary>What the service's own login can do to the database by hand: no more than its caller.</summary>
public sealed class RowLevelSecurityTests : OnThePlatform
{
    private static readonly string[] WithPeople = ["people", "person_identities", "person_contacts", "consents", "person_search_keys", "access.grants", "access.visible", "access.disclosures", "handed_on", "subject_requests", "subject_request_texts"];

    [Fact]
    public async Task Without_a_scope_there_is_nothing()
    {
        await Amal.ReferAsync("bayt-shelter");
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");

        foreach (var table in WithPeople)
        {
            Assert.Equal(0L, await ScalarAsync(database, $"select count(*) from {table}"));
        }
    }

    [Fact]
    public async Task A_scope_shows_what_was_granted_to_it_and_ends_with_its_transaction()
    {
        var person = await Amal.RegisterAsync();
        var (caller, agency) = await HolderAsync(person);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");

        await using (var transaction = await database.BeginTransactionAsync())
        {
            await ScopeAsync(database, caller, agency);
            Assert.Equal(1L, await ScalarAsync(database, "select count(*) from people where person_id = $1", person));
            Assert.Equal(1L, await ScalarAsync(database, "select count(*) from person_identities where person_id = $1", person));
            await ScopeAsync(database, Guid.NewGuid(), agency);   // a colleague to whom nothing was granted
            Assert.Equal(0L, await ScalarAsync(database, "select count(*) from people where person_id = $1", person));
            await ScopeAsync(database, caller, agency);
        }

        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from people where person_id = $1", person));
    }

    /// <summary>Whatever else they are: only a grant of the file, or being an auditor of the agency that handed it over, shows a line of the ledger and how far it went.</summary>
    [Fact]
    public async Task A_line_of_the_ledger_is_for_who_sees_the_file_and_for_auditors_of_its_agency()
    {
        var (referral, person, _) = await Amal.ReferAsync("bayt-shelter");
        var (keeper, agency) = await HolderAsync(person);
        var (bayt, embassy) = (await Amal.AgencyIdAsync("bayt-shelter"), await Amal.AgencyIdAsync("embassy-one"));
        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        await Eventually.TrueAsync(async () => (long)(await ScalarAsync(admin, "select count(*) from handed_on where referral_id = $1", referral))! == 1);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();

        foreach (var (who, caller, of, role, lines) in new[]
        {
            ("who keeps the case", keeper, agency, "caseworker", 1L),
            ("an auditor of the agency", Guid.NewGuid(), agency, "auditor", 1L),
            ("another case worker", Guid.NewGuid(), agency, "caseworker", 0L),
            ("a supervisor of another team", Guid.NewGuid(), agency, "supervisor", 0L),
            ("a coordinator", Guid.NewGuid(), agency, "coordinator", 0L),
            ("an administrator", Guid.NewGuid(), agency, "access-admin", 0L),
            ("the recipient", Guid.NewGuid(), bayt, "focal-point", 0L),
            ("an auditor of the recipient", Guid.NewGuid(), bayt, "auditor", 0L),
            ("an embassy", Guid.NewGuid(), embassy, "auditor", 0L),
        })
        {
            await ScopeAsync(database, caller, of, role);
            Assert.Equal((who, lines), (who, await ScalarAsync(database, "select count(*) from access.disclosures where person = $1", person)));
            Assert.Equal((who, lines), (who, await ScalarAsync(database, "select count(*) from handed_on where referral_id = $1", referral)));
            Assert.Equal((who, lines == 1), (who, await ScalarAsync(database, "select ledger_open($1)", person)));
        }
    }

    [Fact]
    public async Task A_grant_without_the_package_hides_the_package()
    {
        var person = await Amal.RegisterAsync();
        var (reader, agency) = (Guid.NewGuid(), (await HolderAsync(person)).Agency);
        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        await ScalarAsync(admin, "insert into access.grants values ($1, $2, 'assignment', '{contact}', null, null, now()) returning 1", person, reader);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();

        await ScopeAsync(database, reader, agency);

        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from person_contacts where person_id = $1", person));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from person_identities where person_id = $1", person));
    }

    [Fact]
    public async Task A_grant_that_has_ended_shows_nothing()
    {
        var person = await Amal.RegisterAsync();
        var (reader, agency) = (Guid.NewGuid(), (await HolderAsync(person)).Agency);
        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        await ScalarAsync(admin, "insert into access.grants values ($1, $2, 'assignment', '{identity,contact}', now() - interval '1 second', null, now()) returning 1", person, reader);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();

        await ScopeAsync(database, reader, agency);

        foreach (var table in WithPeople[..4])
        {
            Assert.Equal(0L, await ScalarAsync(database, $"select count(*) from {table} where person_id = $1", person));
        }
    }

    [Theory]
    [InlineData("insert into access.grants values ($1, $2, 'ownership', '{identity}', null, null, now())")]
    [InlineData("insert into access.visible values ($2, 'people', $1, now(), 'open')")]
    [InlineData("update access.grants set grantee = $2 where record = $1")]
    [InlineData("delete from access.grants where record = $1 and grantee <> $2")]
    [InlineData("alter table people disable row level security -- $1 $2")]
    [InlineData("delete from people where person_id in ($1, $2)")]
    [InlineData("delete from consents where person_id in ($1, $2)")]
    public async Task Grants_are_written_by_nobody_directly(string sql)
    {
        var person = await Amal.RegisterAsync();
        var (caller, agency) = await HolderAsync(person);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await ScopeAsync(database, caller, agency);

        await RefusedAsync(database, sql, person, Guid.NewGuid());
    }

    [Fact]
    public async Task Switching_the_policies_off_shows_nothing_more()
    {
        var (caller, agency) = await HolderAsync(await Amal.RegisterAsync());
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await ScopeAsync(database, caller, agency);

        await ScalarAsync(database, "select set_config('row_security', 'off', true)");

        await RefusedAsync(database, "select count(*) from people");
    }

    [Fact]
    public async Task Nobody_gives_access_to_a_record_they_do_not_hold()
    {
        var person = await Amal.RegisterAsync();
        var (intruder, bayt) = (Guid.NewGuid(), await Amal.AgencyIdAsync("bayt-shelter"));
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        const string Give = "select access.give($1, $2, 'assignment', '{identity,contact}', null, 'people', now(), 'open')";

        foreach (var (grantees, sql) in new[] { (intruder, Give), (bayt, Give), (intruder, "select access.moved($1, 'gone') from (values ($2)) as v") })
        {
            await using var transaction = await database.BeginTransactionAsync();
            await ScopeAsync(database, grantees, bayt);
            await RefusedAsync(database, sql, person, intruder);
        }

        await using var holders = await Platform.OpenDatabaseAsync("registrations");
        Assert.Equal(0L, await ScalarAsync(holders, "select count(*) from access.grants where record = $1 and grantee = $2", person, intruder));
    }

    [Fact]
    public async Task Nobody_takes_access_from_who_holds_a_record()
    {
        var person = await Amal.RegisterAsync();
        var (caller, agency) = await HolderAsync(person);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();

        await ScopeAsync(database, Guid.NewGuid(), agency);

        await RefusedAsync(database, "select access.take($1, $2, 'ownership')", person, caller);
    }

    [Fact]
    public async Task A_new_record_is_first_its_makers_own()
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await ScopeAsync(database, Guid.NewGuid(), Guid.NewGuid());

        await RefusedAsync(database, "select access.give($1, $2, 'ownership', '{identity}', null, 'people', now(), 'open')", Guid.NewGuid(), Guid.NewGuid());
    }

    [Fact]
    public async Task A_file_is_not_opened_in_another_agencys_name()
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await ScopeAsync(database, Guid.NewGuid(), Guid.NewGuid());

        await RefusedAsync(
            database,
            "insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at) values ($1, 'LY-X', $2, $1, $1, 'x', 'x', 1, now(), now())",
            Guid.NewGuid(), Guid.NewGuid());
    }

    [Theory]
    [InlineData("select access.give($1, $2, 'assignment', '{identity,contact,family}', null, 'people', now(), 'open')")]   // a package more
    [InlineData("select access.give($1, $2, 'assignment', '{contact}', null, 'people', now(), 'open')")]                    // for longer
    [InlineData("select access.give($1, $2, 'assignment', '{contact}', now() + interval '2 hours', 'people', now(), 'open')")]
    [InlineData("select access.give($1, $2, 'referral', '{received}', now() + interval '1 minute', 'people', now(), 'open')")]  // what no sender of a referral holds
    public async Task Nobody_gives_more_than_they_hold_or_for_longer(string sql)
    {
        var person = await Amal.RegisterAsync();
        var (assigned, agency) = (Guid.NewGuid(), (await HolderAsync(person)).Agency);
        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        await ScalarAsync(admin, "insert into access.grants values ($1, $2, 'assignment', '{contact}', now() + interval '1 hour', null, now()) returning 1", person, assigned);
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await ScopeAsync(database, assigned, agency);
        await ScalarAsync(database, "select access.give($1, $2, 'assignment', '{contact}', now() + interval '1 minute', 'people', now(), 'open')", person, Guid.NewGuid());

        await RefusedAsync(database, sql, person, Guid.NewGuid());
    }

    [Theory]
    [InlineData("insert into access.audit (caller, agency, action, records, outcome) values ($1, $2, 'GET', '{}', 'allowed')")]
    [InlineData("insert into access.disclosures (person, recipient, packages, purpose, basis, consents, stage, by_caller, by_agency, at) values ($1, $1, '{}', 'x', 'consent', '{}', 'disclosed', $1, $2, now())")]
    public async Task Nobody_is_entered_in_the_trail_or_the_ledger_by_another(string sql)
    {
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await database.BeginTransactionAsync();
        await ScopeAsync(database, Guid.NewGuid(), Guid.NewGuid());

        await RefusedAsync(database, sql, Guid.NewGuid(), Guid.NewGuid());
    }

    [Fact]
    public async Task The_two_services_do_not_enter_each_others_database()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Platform.OpenDatabaseAsync("registrations", "app", database: "referrals"));
        Assert.Equal("42501", refused.SqlState);   // who it is was clear, and it may not connect
    }

    private async Task<(Guid Caller, Guid Agency)> HolderAsync(Guid person)
    {
        var file = (await Amal.GetAsync($"/api/people/{person}")).Expect(200).Json;
        return (file.Id("caseworkerId"), file.Id("agencyId"));
    }

    private static Task<object?> ScopeAsync(NpgsqlConnection database, Guid caller, Guid agency, string role = "caseworker") => ScalarAsync(
        database, $"select set_config('app.grantees', '{{{caller}}}', true), set_config('app.caller', '{caller}', true), set_config('app.agency', '{agency}', true), set_config('app.roles', '{{{role}}}', true)");

    private static async Task<object?> ScalarAsync(NpgsqlConnection database, string sql, params Guid[] ids)
    {
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var id in ids)
        {
            command.Parameters.AddWithValue(id);
        }

        return await command.ExecuteScalarAsync();
    }

    private static async Task RefusedAsync(NpgsqlConnection database, string sql, params Guid[] ids) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(database, sql, ids))).SqlState);
}
