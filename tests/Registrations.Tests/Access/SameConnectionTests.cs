using Npgsql;

namespace Platform.Registrations.Tests.Access;

/// <summary>
/// Policies hold however a statement came to run: prepared for somebody else, planned before the role was taken on, on a connection that another
/// agency has just used, and below whatever a statement wraps the table in.
/// </summary>
public sealed class SameConnectionTests : OnThePlatform
{
    // where PostgreSQL once planned policies for another role than the one that ran the statement (CVE-2016-2193, CVE-2023-2455, CVE-2024-10976)
    private static readonly string[] Wrapped =
    [
        "select count(*) from people",
        "with p as (select person_id from people) select count(*) from p",
        "with p as materialized (select person_id from people) select count(*) from p",
        "select count(*) from (select person_id from people offset 0) p",
        "select count(*) from person_identities i where exists (select 1 from people p where p.person_id = i.person_id)",
        "select (select count(*) from people)",
        "select count(*) from people p, lateral (select 1 from consents c where c.person_id = p.person_id union all select 1) l",
    ];

    [Fact]
    public async Task A_statement_prepared_for_one_caller_gives_the_next_only_theirs()
    {
        var (mine, theirs) = (await Amal.RegisterAsync(), await Bayt.RegisterAsync());
        var (me, them) = (await GranteesOfAsync(mine), await GranteesOfAsync(theirs));
        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        await ExecuteAsync(database, "set plan_cache_mode = force_generic_plan");   // as the service's own connections
        await using var prepared = new NpgsqlCommand("select count(*) filter (where person_id = $1), count(*) filter (where person_id = $2) from people", database) { Parameters = { new() { Value = mine }, new() { Value = theirs } } };
        await prepared.PrepareAsync();

        foreach (var (grantees, seen) in new[] { (me, (1L, 0L)), (them, (0L, 1L)), ("{}", (0L, 0L)), (me, (1L, 0L)) })
        {
            await using var transaction = await database.BeginTransactionAsync();
            await ExecuteAsync(database, $"select set_config('app.grantees', '{grantees}', true)");
            await using (var reader = await prepared.ExecuteReaderAsync())
            {
                await reader.ReadAsync();
                Assert.Equal(seen, (reader.GetInt64(0), reader.GetInt64(1)));
            }

            await transaction.CommitAsync();
        }

        await using var after = await prepared.ExecuteReaderAsync();
        await after.ReadAsync();
        Assert.Equal((0L, 0L), (after.GetInt64(0), after.GetInt64(1)));   // a scope ends with its transaction
    }

    [Fact]
    public async Task Whoever_takes_on_the_services_role_takes_on_its_policies_with_every_plan_made_before()
    {
        var person = await Amal.RegisterAsync();
        await Amal.ConsentAsync(person, await Amal.AgencyIdAsync("bayt-shelter"));
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await ExecuteAsync(database, "set plan_cache_mode = force_generic_plan");
        foreach (var (statement, at) in Wrapped.Select((statement, at) => (statement, at)))
        {
            await ExecuteAsync(database, $"prepare planned_{at} as {statement}");
            Assert.InRange(await CountAsync(database, $"execute planned_{at}"), 1, long.MaxValue);   // the superuser sees them, and the plan is made
        }

        await ExecuteAsync(database, $"set role {Platform.NameOf("registrations")}_app");
        foreach (var (statement, at) in Wrapped.Select((statement, at) => (statement, at)))
        {
            Assert.Equal((statement, 0L), (statement, await CountAsync(database, $"execute planned_{at}")));
            Assert.Equal((statement, 0L), (statement, await CountAsync(database, statement)));
        }

        await ExecuteAsync(database, $"select set_config('app.grantees', '{await GranteesOfAsync(person)}', false)");
        Assert.InRange(await CountAsync(database, "execute planned_0"), 1, long.MaxValue);   // and the scope opens its own
        await ExecuteAsync(database, "reset role");
        Assert.InRange(await CountAsync(database, "execute planned_0"), 1, long.MaxValue);
    }

    [Theory]
    [InlineData("migrator")]
    [InlineData("jobs")]
    [InlineData("sealer")]
    [InlineData("relay")]
    [InlineData("owner")]
    public async Task The_services_login_takes_on_no_other_role(string role)
    {
        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        if (await CountAsync(admin, $"select count(*) from pg_roles where rolname = '{Platform.NameOf("registrations")}_{role}'") == 0)
        {
            return;
        }

        await using var database = await Platform.OpenDatabaseAsync("registrations", "app");
        foreach (var sql in (string[])[$"set role {Platform.NameOf("registrations")}_{role}", $"set session authorization {Platform.NameOf("registrations")}_{role}", "set role postgres"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database, sql));
            Assert.Contains(refused.SqlState, (string[])["42501", "22023"]);
        }
    }

    /// <summary>More requests than the pool has connections, two agencies by turns: each is a stranger on a connection that the other used.</summary>
    [Fact]
    public async Task Agencies_that_take_turns_on_the_connections_of_the_pool_each_read_their_own()
    {
        var (mine, theirs) = (await Amal.RegisterAsync(), await Bayt.RegisterAsync());

        for (var turn = 0; turn < 30; turn++)
        {
            foreach (var (who, own, other) in new[] { (Amal, mine, theirs), (Bayt, theirs, mine) })
            {
                (await who.GetAsync($"/api/people/{own}")).Expect(200);
                (await who.GetAsync($"/api/people/{other}")).Expect(404);
                (await who.PutAsync($"/api/people/{other}", "{", "\"1\"")).Expect(404);   // one that fails gives its connection back, too
            }
        }

        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        Assert.InRange(await CountAsync(admin, $"select count(*) from pg_stat_activity where usename = '{Platform.NameOf("registrations")}_app'"), 1, 40);   // of 180 requests
    }

    private async Task<string> GranteesOfAsync(Guid person)
    {
        await using var admin = await Platform.OpenDatabaseAsync("registrations");
        await using var grantees = new NpgsqlCommand("select array_agg(grantee)::text from access.grants where record = $1", admin) { Parameters = { new() { Value = person } } };
        return (string)(await grantees.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
