using Npgsql;
using Platform.Access;

namespace Platform.Benchmarks;

/// <summary>
/// Referrals by the million, as the service would have left them: each with its envelope, person, four grants and four rows of
/// the lists (the sender, their supervisor's desk, the sending and the receiving focal point's desk).
/// </summary>
public static class ReferralRows
{
    /// <summary>An agency of the data: its share in ten thousand, its teams, and its case workers by team.</summary>
    public sealed record Agency(Guid Id, int Share, IReadOnlyList<Guid> Teams, IReadOnlyList<IReadOnlyList<Guid>> Caseworkers)
    {
        /// <summary>A case worker who is also supervisor and focal point, as a small office's system is: nine grantees at once.</summary>
        public Caller Caller(int at) => new(
            Caseworkers[at % Teams.Count][at % Caseworkers[0].Count], Id, $"agency-{Share}", "ngo", ["caseworker", "supervisor", "focal-point"], [Teams[at % Teams.Count]], ["*"]);
    }

    /// <summary>A few large agencies, more middling ones, and one that is very small.</summary>
    public static IReadOnlyList<Agency> Invented { get; } =
        [.. ((int[])[3000, 2000, 1000, 800, 700, 600, 500, 500, 400, 300, 198, 2]).Select((share, at) => Make(at, share, teams: Math.Clamp(share / 200, 1, 10)))];

    public static Agency Typical => Invented[6];

    public static Agency Smallest => Invented[^1];

    private static Agency Make(int at, int share, int teams) => new(
        Id($"agency {at}"), share, [.. Enumerable.Range(0, teams).Select(team => Id($"team {at} {team}"))],
        [.. Enumerable.Range(0, teams).Select(team => Enumerable.Range(0, 5).Select(user => Id($"user {at} {team} {user}")).ToArray())]);

    private static Guid Id(string name) => Grantee.NameBased(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), $"bench/{name}");

    /// <summary>Loads into an empty database. Read-only afterwards: unlogged, without foreign keys, indexes built at the end.</summary>
    public static async Task LoadForReadingAsync(OwnDatabase database, IReadOnlyList<Agency> agencies, long rows)
    {
        await using (var connection = await database.OpenAsync())
        {
            await ExecuteAsync(connection, Prepare);
            await AgenciesAsync(connection, agencies);
            await ExecuteAsync(connection, Draw, rows);
        }

        // two sessions, as there are two cores
        await Task.WhenAll(
            RunAsync(database, InsertReferrals, InsertEnvelopes, InsertPeople, "select bench.restore('public')"),
            RunAsync(database, InsertVisible, InsertGrants, "select bench.restore('access')"));
        await RunAsync(database, "vacuum (analyze) referrals", "vacuum (analyze) referral_envelopes", "vacuum (analyze) referral_people", "vacuum (analyze) access.grants", "vacuum (analyze) access.visible", "checkpoint");
    }

    /// <summary>Adds to a service's database that is in use.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<Agency> agencies, long rows)
    {
        await ExecuteAsync(connection, "create schema bench");
        await AgenciesAsync(connection, agencies);
        await ExecuteAsync(connection, Draw, rows);
        foreach (var sql in (string[])[InsertReferrals, InsertEnvelopes, InsertPeople, InsertVisible, InsertGrants, "drop schema bench cascade", "vacuum (analyze) referrals", "vacuum (analyze) referral_envelopes", "vacuum (analyze) referral_people", "vacuum (analyze) access.grants", "vacuum (analyze) access.visible"])
        {
            await ExecuteAsync(connection, sql);
        }
    }

    private static async Task AgenciesAsync(NpgsqlConnection connection, IReadOnlyList<Agency> agencies)
    {
        await ExecuteAsync(connection, MakeAgencies);
        var slot = 0;
        for (var at = 0; at < agencies.Count; at++)
        {
            var agency = agencies[at];
            for (var team = 0; team < agency.Teams.Count; team++)
            {
                await ExecuteAsync(connection, "insert into bench.teams values ($1, $2, $3, $4)", at, team, Grantee.Desk(agency.Teams[team], "supervisor"), agency.Caseworkers[team].ToArray());
            }

            await ExecuteAsync(connection, "insert into bench.agencies values ($1, $2, $3, $4)", at, agency.Id, agency.Teams.Count, Grantee.Desk(agency.Id, "focal-point"));
            await ExecuteAsync(connection, "insert into bench.slots select generate_series($1, $2), $3", slot, slot + agency.Share - 1, at);
            slot += agency.Share;
        }
    }

    private static async Task RunAsync(OwnDatabase database, params string[] statements)
    {
        await using var connection = await database.OpenAsync();
        await ExecuteAsync(connection, "set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'");
        foreach (var statement in statements)
        {
            await ExecuteAsync(connection, statement);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    // what is loaded in bulk is indexed afterwards, by the definitions that the migrations gave
    private const string Prepare = """
        create schema bench;
        create table bench.definitions (schema text, at int generated always as identity, sql text);
        do $$
        declare o record; name text;
        begin
            for o in select c.conrelid::regclass as t, c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace where c.contype = 'f' and n.nspname in ('public', 'access') loop
                execute format('alter table %s drop constraint %I', o.t, o.conname);
            end loop;
            for o in select c.conrelid::regclass as t, c.conname, n.nspname, pg_get_constraintdef(c.oid) as def from pg_constraint c join pg_namespace n on n.oid = c.connamespace
                      where c.contype = 'p' and c.conrelid::regclass::text in ('referrals', 'referral_envelopes', 'referral_people', 'access.grants', 'access.visible') loop
                execute format('alter table %s drop constraint %I', o.t, o.conname);
                insert into bench.definitions (schema, sql) values (o.nspname, format('alter table %s add constraint %I %s', o.t, o.conname, o.def));
            end loop;
            for o in select schemaname, indexname, indexdef from pg_indexes
                      where (schemaname, tablename) in (('public', 'referrals'), ('public', 'referral_envelopes'), ('public', 'referral_people'), ('access', 'grants'), ('access', 'visible')) loop
                execute format('drop index %I.%I', o.schemaname, o.indexname);
                insert into bench.definitions (schema, sql) values (o.schemaname, o.indexdef);
            end loop;
            foreach name in array array['referrals', 'referral_envelopes', 'referral_people', 'access.grants', 'access.visible'] loop
                execute format('alter table %s set unlogged', name);
            end loop;
        end $$;
        create function bench.restore(p_schema text) returns void language plpgsql as $$
        declare d text;
        begin
            for d in select sql from bench.definitions where schema = p_schema order by at loop
                execute d;
            end loop;
        end $$
        """;

    private const string MakeAgencies = """
        create table bench.agencies (at int primary key, agency uuid, teams int, desk uuid);
        create table bench.teams (agency int, team int, desk uuid, users uuid[], primary key (agency, team));
        create table bench.slots (slot int primary key, agency int)
        """;

    // who to whom, by chance that is the same in every run
    private const string Draw = """
        create unlogged table bench.drawn as
        select g.i, ('01900000-0000-7000-8000-' || lpad(to_hex(g.i), 12, '0'))::uuid as referral, f.agency as sender, t.agency as receiver, ft.desk as supervisors,
               ft.users[1 + (hashint8(g.i + 3) & 2147483647) % cardinality(ft.users)] as by_user, f.desk as sender_desk, t.desk as receiver_desk,
               now() - ($1 - g.i) * interval '20 seconds' as sent_at,
               (array['sent', 'acknowledged', 'accepted', 'accepted', 'closed', 'closed', 'closed', 'rejected'])[1 + (hashint8(g.i + 4) & 2147483647) % 8] as status
          from generate_series(1, $1) as g(i)
          join bench.slots fs on fs.slot = (hashint8(g.i) & 2147483647) % 10000
          join bench.slots ts on ts.slot = (hashint8(g.i + 1000000007) & 2147483647) % 10000
          join bench.agencies f on f.at = fs.agency
          join bench.agencies t on t.at = case when ts.agency = fs.agency then (ts.agency + 1) % (select count(*) from bench.agencies) else ts.agency end
          join bench.teams ft on ft.agency = f.at and ft.team = (hashint8(g.i + 2) & 2147483647) % f.teams
        """;

    private const string InsertReferrals = """
        insert into referrals (referral_id, from_agency_id, to_agency_id, sent_by, service_code, area_code, priority, status, basis, packages, consent_ids,
                               subject_lock, packet_state, sent_at, acknowledge_by, respond_by)
        select referral, sender, receiver, by_user, 'shelter', 'LY021104', 'normal', status, 'consent', '{identity,contact}', array[referral],
               i, 'held', sent_at, sent_at + interval '1 day', sent_at + interval '3 days' from bench.drawn order by i
        """;

    private const string InsertEnvelopes = "insert into referral_envelopes select referral, referral, 'female', '18-24', 'LY0211' from bench.drawn order by i";

    private const string InsertPeople = "insert into referral_people select referral, referral from bench.drawn order by i";

    private const string InsertGrants = """
        insert into access.grants (record, grantee, because, packages, given_by, given_at)
        select d.referral, g.grantee, g.because, g.packages, d.by_user, d.sent_at from bench.drawn d
         cross join lateral (values (by_user, 'ownership', '{sent}'::text[]), (sender_desk, 'oversight', '{sent}'), (supervisors, 'supervision', '{sent}'), (receiver_desk, 'referral', '{received}')) g(grantee, because, packages)
        """;

    private const string InsertVisible = """
        insert into access.visible (grantee, list, record, sort_at, state)
        select g.grantee, g.list, d.referral, d.sent_at, d.status from bench.drawn d
         cross join lateral (values (by_user, 'sent'), (sender_desk, 'sent'), (supervisors, 'sent'), (receiver_desk, 'inbox')) g(grantee, list)
        """;
}
