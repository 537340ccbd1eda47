using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>
/// And each policy by which a request may write a row, whole and part by part: with a condition taken away, some member writes a row that the
/// reference model does not let them write.
/// </summary>
public sealed partial class Mutants
{
    private static readonly string[] WithoutCheck =
    [
        "messaging.outbox",   // by whoever; nobody parks a message
        "messaging.parked",   // by nobody
    ];

    /// <summary>What would be written: rows of the same columns, the id by which one is told from another, and those that a member may write.</summary>
    private sealed record Written(string Key, string Rows, Func<Member, IEnumerable<Guid>> Expected);

    private async Task ChecksAsync(NpgsqlConnection database, string service, Dictionary<Mutant, string?> noticed)
    {
        var written = service == "registrations" ? (await FilesAsync(database)).Concat(VisitsWritten()).Concat(ImportsWritten()).Concat(MergesWritten()).Concat(ProgrammesWritten()).ToDictionary() : await MovesAsync(database);
        await ExecuteAsync(database, $"create schema candidates; grant usage on schema candidates to {platform.NameOf(service)}_app");
        foreach (var check in await ConditionsAsync(database, service))
        {
            var (name, table) = ($"{check.Table} by {check.Name}", check.Table);
            if (WithoutCheck.Contains(table)) continue;

            var rows = written[name];
            await ExecuteAsync(database, $"savepoint checked; create table candidates.rows as {rows.Rows}; grant select on candidates.rows to {platform.NameOf(service)}_app; {Tried}");   // a function of its own, that remembers no other rows' types
            var reach = new Reach($"select candidates.tried('{table}', '{rows.Key}', {check.ForUpdate})", rows.Expected);
            foreach (var (part, by, whole) in Parts(check.Condition).Prepend(("", "", check.Condition)))
            {
                await AlterCheckAsync(database, service, check, whole);
                var difference = await DifferenceAsync(database, service, reach);
                await ExecuteAsync(database, "rollback to mutated");
                if (part.Length > 0) noticed[new(service, table, check.Name, part, by, whole)] = difference;
                else Assert.Null(difference is null ? null : $"{service}, {name}, as it is: {difference}");
            }

            await ExecuteAsync(database, "rollback to checked");
        }
    }

    /// <summary>What every service keeps in the caller's own name.</summary>
    private Dictionary<string, Written> Own()
    {
        List<(Guid Member, Guid By, Guid Id, bool IsRight)> entries = [];
        List<string> rows = [];
        var somebody = Guid.NewGuid();
        foreach (var member in world.Members)
        {
            foreach (var (by, agency) in ((Guid, Guid)[])[(member.Id, member.Agency.Id), (somebody, member.Agency.Id), (member.Id, somebody)])
            {
                entries.Add((member.Id, by, Guid.CreateVersion7(), (by, agency) == (member.Id, member.Agency.Id)));
                rows.Add($"('{entries[^1].Id}'::uuid, '{by}'::uuid, '{agency}'::uuid)");
            }
        }

        IEnumerable<Guid> own(Member member) => entries.Where(entry => entry.Member == member.Id && entry.IsRight).Select(entry => entry.Id);
        var named = $"(values {string.Join(", ", rows)}) as e (id, by_member, agency)";
        return new()
        {
            ["access.idempotency by own_keys"] = new("answer", $$"""
                select (jsonb_populate_record(i.line, jsonb_build_object('caller', e.by_member, 'key', e.id, 'answer', e.id))).* from (select l as line from access.idempotency l limit 1) i, {{named}}
                """, member => entries.Where(entry => entry.By == member.Id).Select(entry => entry.Id)),
            ["access.audit by entered_in_ones_own_name"] = new("records[1]", $$"""
                select (jsonb_populate_record(a.line, jsonb_build_object('caller', e.by_member, 'agency', e.agency, 'records', array[e.id]))).* from (select l as line from access.audit l limit 1) a, {{named}}
                """, own),
            ["access.disclosures by disclosed_in_ones_own_name"] = new("referral", $$"""
                select (jsonb_populate_record(d.line, jsonb_build_object('by_caller', e.by_member, 'by_agency', e.agency, 'referral', e.id))).* from (select l as line from access.disclosures l limit 1) d, {{named}}
                """, own),
        };
    }

    private async Task<List<Policy>> ConditionsAsync(NpgsqlConnection database, string service)
    {
        await using var command = new NpgsqlCommand("""
            select polrelid::regclass::text, polname::text, polcmd = 'w', pg_get_expr(polwithcheck, polrelid)
              from pg_policy where polcmd in ('a', 'w', '*') and polroles @> array[$1::regrole::oid] and pg_get_expr(polwithcheck, polrelid) <> 'true' order by 1, 2
            """, database) { Parameters = { new() { Value = $"{platform.NameOf(service)}_app" } } };
        await using var reader = await command.ExecuteReaderAsync();
        var policies = new List<Policy>();
        while (await reader.ReadAsync()) policies.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetString(3)));
        return policies;
    }

    /// <summary>All else that has a say is open meanwhile: what the table shows, and what the condition looks at. Rows that would be inserted are not there yet.</summary>
    private async Task AlterCheckAsync(NpgsqlConnection database, string service, Policy check, string condition)
    {
        var open = $"alter policy own_grants on access.grants using ({Reachable});";
        if (check.Table.StartsWith("referral_", StringComparison.Ordinal)) open += "alter policy both_sides_see on referrals using (true);";
        if (check.Table.StartsWith("transfer_", StringComparison.Ordinal)) open += "alter policy sides_see on transfers using (true);";
        if (check.ForUpdate) open += string.Concat((await PoliciesAsync(database, service)).Where(policy => policy.Table == check.Table).Select(policy => $"alter policy {policy.Name} on {policy.Table} using (true);"));
        await LockedAsync(database, $"{open} alter policy {check.Name} on {check.Table} with check ({condition}); {(check.ForUpdate ? "" : $"delete from {check.Table}")}");
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync()) ids.Add(reader.GetGuid(0));
        return ids;
    }

    // the ids of the rows that could be written, each tried by itself
    private const string Tried = """
        create function candidates.tried(written regclass, key text, for_update boolean) returns setof uuid language plpgsql as $tried$
        declare
            one record;
        begin
            for one in execute case when for_update then format('select ctid as at, %s as id from %s', key, written) else format('select c as line, %s as id from candidates.rows c', key) end loop
                begin
                    if for_update then
                        execute format('update %s set %I = %I where ctid = $1', written, key, key) using one.at;
                    else
                        execute format('insert into %s overriding system value select ($1).*', written) using one.line;
                    end if;
                    return next one.id;
                exception
                    when unique_violation or check_violation then return next one.id;   -- let in, and found to be wrong in another way
                    when insufficient_privilege then
                end;
            end loop;
        end $tried$;
        """;
}
