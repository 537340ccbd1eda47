using Npgsql;
using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>
/// Each policy by which a request reads or changes rows, whole and part by part: with a condition taken away, or an alternative, some
/// member sees a row more or a row less than the reference model says. Tried in transactions that never commit, beside the running platform.
/// </summary>
public sealed partial class Mutants(RunningPlatform platform, World world)
{
    private static readonly string[] WithoutModel =
    [
        "erased_people",   // for whoever is somebody: no member sees less than another
    ];

    private const string ReadOnly = "contact,family,identity";   // the same in another order

    private const string Reachable = "because = 'referral' or not exists (select 1 from access.unreachable u where u.record = grants.record)";   // no record of an evacuated team

    private readonly ReferenceModel model = new(world);
    private readonly string now = $"{DateTimeOffset.UtcNow + (world.Today.ToDateTime(TimeOnly.MinValue) - DateTime.UtcNow.Date):O}";

    private Dictionary<(Guid Member, Guid Person), string> given = [];
    private List<(Guid Member, Guid Record)> lost = [];
    private IReadOnlyList<Extra> added = [];
    private List<Asked> asked = [];

    /// <summary>A policy with one part of its condition replaced.</summary>
    public sealed record Mutant(string Service, string Table, string Policy, string Part, string By, string Whole)
    {
        public override string ToString() => $"{Service}, {Policy} on {Table}: {string.Join(' ', Part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} → {By}";
    }

    /// <summary>A statement that names a record for each row that a member reaches, and the records it must name.</summary>
    private sealed record Reach(string Sql, Func<Member, IEnumerable<Guid>> Expected);

    private sealed record Policy(string Table, string Name, bool ForUpdate, string Condition);

    private sealed record Grant(Guid Grantee, Guid Record, bool Stands);

    /// <summary>What each mutant would have shown or hidden, null where nobody would notice. Without any mutant nothing differs.</summary>
    public async Task<IReadOnlyDictionary<Mutant, string?>> RunAsync()
    {
        var noticed = new Dictionary<Mutant, string?>();
        foreach (var service in (string[])["registrations", "referrals"])
        {
            await using var database = await platform.OpenDatabaseAsync(service);
            await using var transaction = await database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await ExecuteAsync(database, "set local session_replication_role = replica");   // a superuser's: triggers of changes that never come
            var reaches = service == "registrations" ? await PeopleAsync(database) : Referrals(added = await PlantReferralsAsync(database));
            await AddOwnAsync(database, service, reaches);
            await AddMessagesAsync(database, reaches);
            if (service == "referrals") await AddOffersAsync(database, reaches);
            var policies = await PoliciesAsync(database, service);
            Assert.Equal([], policies.Select(policy => policy.Table).Distinct().Except(reaches.Keys).Except(WithoutModel));

            List<string> wrong = [];
            foreach (var (table, reach) in reaches)
            {
                if (await DifferenceAsync(database, service, reach) is { } difference) wrong.Add($"{service}, {table}: {difference}");
            }

            Assert.True(wrong.Count == 0, string.Join('\n', wrong));

            foreach (var (policy, part, by, whole) in policies.Where(policy => reaches.ContainsKey(policy.Table)).SelectMany(policy => Parts(policy.Condition).Select(mutated => (policy, mutated.Part, mutated.By, mutated.Whole))))
            {
                await AlterAsync(database, policy, whole);
                noticed[new(service, policy.Table, policy.Name, part, by, whole)] = await DifferenceAsync(database, service, reaches[policy.ForUpdate ? $"{policy.Table} by update" : policy.Table]);
                await ExecuteAsync(database, "rollback to mutated");
            }

            if (Environment.GetEnvironmentVariable("TEST_DEEP") is { Length: > 0 }) await ChecksAsync(database, service, noticed);   // each row by each member: minutes
        }

        return noticed;
    }

    private async Task<List<Policy>> PoliciesAsync(NpgsqlConnection database, string service)
    {
        await using var command = new NpgsqlCommand("""
            select polrelid::regclass::text, polname::text, polcmd = 'w', pg_get_expr(polqual, polrelid)
              from pg_policy where polcmd in ('r', 'w', '*') and polroles @> array[$1::regrole::oid] and pg_get_expr(polqual, polrelid) <> 'true' order by 1, 2
            """, database) { Parameters = { new() { Value = $"{platform.NameOf(service)}_app" } } };
        await using var reader = await command.ExecuteReaderAsync();
        var policies = new List<Policy>();
        while (await reader.ReadAsync()) policies.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetString(3)));
        return policies;
    }

    /// <summary>
    /// Each policy stands by itself: those of the tables on which the conditions of others look are open meanwhile, and so is the check of
    /// what is written. The clocks of the platform go on: a lock that is not there at once is asked for again, longer than a statement of theirs may wait for rows that were planted.
    /// </summary>
    private static async Task AlterAsync(NpgsqlConnection database, Policy policy, string condition)
    {
        var open = policy.Table == "access.grants" ? "" : $"alter policy own_grants on access.grants using ({Reachable});";
        if (policy is { Table: "messaging.outbox", ForUpdate: true }) open += "alter policy operator_sees_parked on messaging.outbox using (true);";
        if (policy.Table.StartsWith("referral_", StringComparison.Ordinal)) open += "alter policy both_sides_see on referrals using (true);";
        await LockedAsync(database, $"{open} alter policy {policy.Name} on {policy.Table} using ({condition}) {(policy.ForUpdate ? "with check (true)" : "")}");
    }

    private static async Task LockedAsync(NpgsqlConnection database, string sql)
    {
        await Eventually.TrueAsync(async () =>
        {
            await ExecuteAsync(database, "savepoint mutated; set local lock_timeout = '300ms'");
            try
            {
                await ExecuteAsync(database, sql);
                return true;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await ExecuteAsync(database, "rollback to mutated");
                return false;
            }
        }, TimeSpan.FromMinutes(1), () => $"No lock for: {sql}");
    }

    /// <summary>The first member who reaches something else than the model says, and what.</summary>
    private async Task<string?> DifferenceAsync(NpgsqlConnection database, string service, Reach reach)
    {
        foreach (var member in world.Members)
        {
            await ExecuteAsync(database, $$"""
                savepoint asked; set local role {{platform.NameOf(service)}}_app;
                select set_config('app.grantees', '{{{string.Join(',', NamesOf(member))}}}', true), set_config('app.caller', '{{member.Id}}', true), set_config('app.agency', '{{member.Agency.Id}}', true), set_config('app.roles', '{{{string.Join(',', member.Roles)}}}', true), set_config('app.now', '{{now}}', true)
                """);
            var expected = reach.Expected(member).Order().ToList();
            string? difference = null;
            if (reach.Sql.StartsWith("select", StringComparison.Ordinal))
            {
                var records = new List<Guid>();
                await using var command = new NpgsqlCommand(reach.Sql, database);
                await using (var reader = await command.ExecuteReaderAsync())
                {
                    while (await reader.ReadAsync()) records.Add(reader.GetGuid(0));
                }

                records.Sort();
                if (!records.SequenceEqual(expected)) difference = $"{records.Count} rows, should be {expected.Count}; too many {string.Join(' ', records.Except(expected).Take(3))}, missing {string.Join(' ', expected.Except(records).Take(3))}";
            }
            else
            {
                await using var command = new NpgsqlCommand(reach.Sql, database);   // reads no column, so that no other policy has a say
                if (await command.ExecuteNonQueryAsync() is var changed && changed != expected.Count) difference = $"{changed} rows changed, should be {expected.Count}";
            }

            await ExecuteAsync(database, "rollback to asked");
            if (difference is not null) return $"{member.Name} ({string.Join(", ", member.Roles)}) reaches {difference}";
        }

        return null;
    }

    private static HashSet<Guid> NamesOf(Member member) =>
    [
        member.Id, member.Agency.Id, .. member.Teams.Where(team => !team.Evacuated).Select(team => team.Id),
        .. member.Roles.SelectMany(role => member.Teams.Where(team => !team.Evacuated).Select(team => team.Id).Append(member.Agency.Id).Select(unit => Grantee.Desk(unit, role))),
        .. member.Is("coordinator") ? member.Areas.Select(Grantee.Coordinators) : [],
    ];

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}
