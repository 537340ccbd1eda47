using Npgsql;

namespace Platform.Scope.Tests;

/// <content>What names its grantee or its agency itself.</content>
public sealed partial class Mutants
{
    private Task GiveAsync(NpgsqlConnection database, Guid record, Guid grantee, string packages, string? until, string because = "oversight") => ExecuteAsync(database, $$"""
        insert into access.grants (record, grantee, because, packages, until, given_at)
        values ('{{record}}', '{{grantee}}', '{{because}}', '{{{packages}}}', {{(until is null ? "null" : $"'{now}'::timestamptz + interval '{until}'")}}, now())
        on conflict (record, grantee, because) do update set packages = excluded.packages, until = excluded.until;   -- one that was over
        insert into access.visible (grantee, list, record, sort_at, state) values ('{{grantee}}', 'planted', '{{record}}', now(), 'sent')
        """);

    /// <summary>The id of a record of a team that is evacuated.</summary>
    private static async Task<Guid> PlantUnreachableAsync(NpgsqlConnection database)
    {
        var record = Guid.NewGuid();
        await ExecuteAsync(database, $"insert into access.unreachable (record, team) values ('{record}', gen_random_uuid())");
        return record;
    }

    /// <summary>What names its grantee: as it stands in the table, by a member's own names.</summary>
    private async Task AddOwnAsync(NpgsqlConnection database, string service, Dictionary<string, Reach> reaches)
    {
        foreach (var (member, because) in world.Members.SelectMany(member => ((string[])["oversight", "referral"]).Select(because => (member, because))))
        {
            await GiveAsync(database, await PlantUnreachableAsync(database), member.Id, "identity", null, because);
        }

        var grants = await RowsAsync($"select grantee, record, until is null or until > '{now}' from access.grants where {Reachable}");
        var visible = await RowsAsync("select grantee, record, true from access.visible");
        var standing = grants.Where(grant => grant.Stands).Select(grant => (grant.Grantee, grant.Record)).ToHashSet();
        reaches["access.grants"] = new("select record from access.grants", Own(grants));
        reaches["access.visible"] = new("select record from access.visible", Own([.. visible.Where(row => standing.Contains((row.Grantee, row.Record)))]));
        var entries = await RowsAsync("select distinct agency, caller, true from access.audit");
        reaches["access.audit"] = new("select distinct caller from access.audit", member => entries.Where(entry => member.Is("auditor") && entry.Grantee == member.Agency.Id).Select(entry => entry.Record));
        foreach (var agency in world.Agencies) await ExecuteAsync(database, $"insert into access.unusual values (gen_random_uuid(), gen_random_uuid(), '{agency.Id}', 'many-records', 1, now(), now())");
        var unusual = await RowsAsync("select agency, notice_id, true from access.unusual");
        reaches["access.unusual"] = new("select notice_id from access.unusual", member => unusual.Where(notice => notice.Grantee == member.Agency.Id && member.Is("auditor", "protection-officer")).Select(notice => notice.Record));
        if (service == "referrals") reaches["notices"] = new("select coalesce(referral_id, record) from notices", Own(await RowsAsync("select grantee, coalesce(referral_id, record), true from notices")));

        static Func<Member, IEnumerable<Guid>> Own(List<Grant> rows) => member => rows.Where(row => NamesOf(member).Contains(row.Grantee)).Select(row => row.Record);

        async Task<List<Grant>> RowsAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, database);
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<Grant>();
            while (await reader.ReadAsync()) rows.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetBoolean(2)));
            return rows;
        }
    }
}
