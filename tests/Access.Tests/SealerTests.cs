using System.Text.RegularExpressions;
using Npgsql;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>The audit's chain can be checked link by link, and its heads lie elsewhere.</summary>
public sealed class SealerTests(SealerTests.TamperedWith own) : IClassFixture<SealerTests.TamperedWith>
{
    /// <summary>A platform of its own, whose tables are changed behind its back and put right again.</summary>
    public sealed class TamperedWith : IAsyncLifetime
    {
        public RunningPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync() => Platform = await RunningPlatform.StartAsync();

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }

    [Fact]
    public async Task Every_entry_is_sealed_and_the_chain_verifies()
    {
        var platform = await RunningPlatform.SharedAsync();
        var amal = new Partner(platform, "amal-health");
        var person = await amal.RegisterAsync();
        (await amal.GetAsync($"/api/people/{person}")).Expect(200);
        (await amal.GetAsync($"/api/referrals/{person}")).Expect(404);
        (await amal.PostAsync($"/api/agencies/{person}/suspension", null)).Expect(403);
        (await new Partner(platform, "embassy-one").GetAsync("/api/instruments")).Expect(403);
        foreach (var service in (string[])["identity", "assessments", "referrals"])
        {
            await using var other = await platform.OpenDatabaseAsync(service);
            await Eventually.TrueAsync(async () => await ScalarAsync<long>(other, "select count(*) from access.audit_seals") > 0, TimeSpan.FromSeconds(20));
        }

        await using var database = await platform.OpenDatabaseAsync("registrations");
        await Eventually.TrueAsync(async () => await ScalarAsync<long>(database, """
            select count(*) from access.audit a where a.records @> array[$1]
               and not exists (select 1 from access.audit_seals s where a.xid > s.from_xid and a.xid <= s.to_xid)
            """, person) == 0, TimeSpan.FromSeconds(20));

        var (exitCode, output) = await VerifyAsync(platform);
        Assert.True(exitCode == 0 && Regex.Count(output, "^(identity|registrations|assessments|referrals): whole; [1-9]", RegexOptions.Multiline) == 4, output);
    }

    /// <summary>999 comes before 1000, though not as text: a link that ended at the wrong one would seal the others again.</summary>
    [Fact]
    public async Task Each_entry_is_sealed_once_however_many_digits_its_transaction_has()
    {
        await own.Platform.AddAsync("tally");   // audits nothing by itself
        await using var database = await own.Platform.OpenDatabaseAsync("tally");
        await EnterAsync("'999', '1000'");
        await Eventually.TrueAsync(async () => await SealedAsync() >= 2, TimeSpan.FromSeconds(20));
        await EnterAsync("pg_current_xact_id()::text");
        await Eventually.TrueAsync(async () => await SealedAsync() > 2, TimeSpan.FromSeconds(20));

        Assert.Equal(3, await SealedAsync());

        Task<long> SealedAsync() => ScalarAsync<long>(database, "select coalesce(sum(entries), 0)::bigint from access.audit_seals");
        Task EnterAsync(string transactions) => ScalarAsync<object>(database, $$"""
            insert into access.audit (xid, caller, agency, action, data_class, records, outcome)
            select transaction::xid8, gen_random_uuid(), gen_random_uuid(), 'GET /', 'organisational', '{}', 'done' from unnest(array[{{transactions}}]) as transaction
            """);
    }

    /// <summary>Whoever owns the machine can change the tables; nobody can so that it does not show.</summary>
    [Fact]
    public async Task What_was_changed_left_out_slipped_in_cut_off_or_made_anew_is_named()
    {
        var platform = own.Platform;
        var amal = new Partner(platform, "amal-health");
        for (var person = 0; person < 3; person++)
        {
            await amal.RegisterAsync();
            await Task.Delay(TimeSpan.FromSeconds(0.7));   // in links of their own
        }

        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var witness = await platform.OpenDatabaseAsync("assessments");
        await Eventually.TrueAsync(async () =>
            await ScalarAsync<long>(database, "select count(*) from access.audit a where not exists (select 1 from access.audit_seals s where a.xid <= s.to_xid)") == 0
            && await ScalarAsync<long>(database, "select max(seal) from access.audit_seals") is >= 3 and var head
            && await ScalarAsync<long>(witness, "select count(*) from access.witnessed_seals where service = 'registrations'") == head, TimeSpan.FromSeconds(30));
        platform.Kill("registrations");
        await ScalarAsync<object>(database, "set session_replication_role = replica; drop table if exists audit_before, seals_before; create table audit_before as select * from access.audit; create table seals_before as select * from access.audit_seals");
        var entry = await ScalarAsync<long>(database, "select min(entry) from access.audit a join access.audit_seals s on s.seal = 2 where a.xid > s.from_xid and a.xid <= s.to_xid");
        var last = await ScalarAsync<long>(database, "select max(seal) from access.audit_seals");

        foreach (var (sabotage, expected) in ((string, string)[])[
            ($"update access.audit set caller = gen_random_uuid() where entry = {entry}", $"entry {entry} (seal 2): the entry was changed"),
            ($"delete from access.audit where entry = {entry}", $"entry {entry} (seal 2): the entry is missing"),
            ($"insert into access.audit overriding system value select 999999, xid, at, caller, agency, action, data_class, records, outcome, trace from access.audit where entry = {entry}", "entry 999999 (seal 2): the entry was not there when the seal was made"),
            ("update access.audit_seals set hash = sha256('') where seal = 2", "seal 2: the seal was changed"),
            ("delete from access.audit_seals where seal = 2", "seal 2: the seal is missing"),
            ($"delete from access.audit a using access.audit_seals s where s.seal = {last} and a.xid > s.from_xid; delete from access.audit_seals where seal = {last}", $"seal {last}: the end is missing: assessments keeps seals up to {last}"),
            ($"update access.audit set caller = gen_random_uuid() where entry = {entry}; {MakeAnew}", "seal 2: the chain was made anew: assessments keeps another hash of this seal"),
        ])
        {
            await ScalarAsync<object>(database, sabotage);
            var (exitCode, output) = await VerifyAsync(platform);
            Assert.True(exitCode == 1 && output.Contains($"registrations: BROKEN at {expected}", StringComparison.Ordinal), $"{sabotage}\nshould tell: {expected}\n{output}");
            Assert.Contains("identity: whole", output, StringComparison.Ordinal);
            await ScalarAsync<object>(database, """
                delete from access.audit; insert into access.audit overriding system value select * from audit_before;
                delete from access.audit_seals; insert into access.audit_seals select * from seals_before
                """);
        }

        Assert.Equal(0, (await VerifyAsync(platform)).ExitCode);
        await platform.RestartAsync("registrations");
    }

    /// <summary>KeepHeadWhenAuditHeadSealed, of each service.</summary>
    [Fact]
    public async Task A_head_that_is_not_the_one_kept_is_reported_and_the_first_stays()
    {
        var platform = own.Platform;
        await new Partner(platform, "amal-health").RegisterAsync();
        await using var database = await platform.OpenDatabaseAsync("registrations");
        await using var witness = await platform.OpenDatabaseAsync("referrals");
        const string Kept = "select hash from access.witnessed_seals where service = 'registrations' order by seal desc limit 1";
        await Eventually.TrueAsync(async () => Hex(await ScalarAsync<byte[]>(witness, Kept)) is { Length: > 0 } kept && kept == Hex(await ScalarAsync<byte[]>(database, "select hash from access.audit_seals order by seal desc limit 1")), TimeSpan.FromSeconds(20));
        var first = await ScalarAsync<byte[]>(witness, Kept);
        platform.Kill("registrations");

        await ScalarAsync<object>(database, "set session_replication_role = replica; update access.audit_seals set hash = sha256('') where seal = (select max(seal) from access.audit_seals)");
        await platform.RestartAsync("registrations");   // tells its newest head again

        await Eventually.TrueAsync(() => Task.FromResult(platform.LogOf("referrals").Contains("The audit chain of registrations was made anew", StringComparison.Ordinal)), TimeSpan.FromSeconds(20));
        Assert.Equal(first, await ScalarAsync<byte[]>(witness, Kept));
        await ScalarAsync<object>(database, "update access.audit_seals set hash = $1 where seal = (select max(seal) from access.audit_seals)", first!);
    }

    [Fact]
    public async Task The_heads_of_each_service_s_chain_are_kept_by_the_other()
    {
        var platform = await RunningPlatform.SharedAsync();
        await new Partner(platform, "amal-health").RegisterAsync();
        await using var registrations = await platform.OpenDatabaseAsync("registrations");
        await using var referrals = await platform.OpenDatabaseAsync("referrals");
        await Eventually.TrueAsync(async () =>
        {
            var head = await ScalarAsync<byte[]>(registrations, "select hash from access.audit_seals order by seal desc limit 1");
            return head is not null && await ScalarAsync<long>(referrals, "select count(*) from access.witnessed_seals where service = 'registrations' and hash = $1", head) == 1;
        }, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_audit_is_only_ever_added_to_whoever_asks()
    {
        var platform = await RunningPlatform.SharedAsync();
        await using var database = await platform.OpenDatabaseAsync("registrations");   // a superuser
        foreach (var sql in (string[])["delete from access.audit", "update access.audit set outcome = 'x'", "truncate access.audit", "delete from access.disclosures", "update access.audit_seals set hash = ''"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync<object>(database, sql));
            Assert.Equal("42501", refused.SqlState);
        }
    }

    /// <summary>The check an auditor makes.</summary>
    private static Task<(int ExitCode, string Output)> VerifyAsync(RunningPlatform platform) => platform.CommandAsync(
        "identity", "verify-audit", new string[] { "identity", "registrations", "assessments", "referrals" }.ToDictionary(service => $"Audit__Databases__{service}", platform.NameOf));

    private static string Hex(byte[]? hash) => Convert.ToHexString(hash ?? []);

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection database, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync() is T read ? read : default;
    }

    // what somebody does who knows how seals are made
    private const string MakeAnew = """
        set timezone to 'UTC';
        do $$
        declare
            link record;
            before bytea := '';
            made bytea;
        begin
            for link in select * from access.audit_seals order by seal loop
                select string_agg(int8send(a.entry) || sha256(convert_to(row(a.entry, a.xid, a.at, a.caller, a.agency, a.action, a.data_class, a.records, a.outcome, a.trace)::text, 'UTF8')), '' order by a.xid, a.entry)
                  into made from access.audit a where a.xid > link.from_xid and a.xid <= link.to_xid;
                update access.audit_seals set previous = before, marks = made, hash = sha256(before || made) where seal = link.seal;
                before := sha256(before || made);
            end loop;
        end $$
        """;
}
