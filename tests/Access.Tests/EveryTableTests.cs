using Npgsql;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>What holds for every table of every service, also for one that will be made tomorrow.</summary>
public sealed class EveryTableTests
{
    /// <summary>Nobody's case is in these: keys and heads of the platform, what every agency is told, and the stores that signing in needs.</summary>
    private static readonly Dictionary<string, string[]> WithoutCases = new()
    {
        ["registrations"] = Shared,
        ["assessments"] = Shared,
        ["referrals"] = [.. Shared, "public.withdrawn_consents", "public.withdrawals_heard"],
        ["identity"] =
        [
            .. Shared, "public.agencies", "public.access_reviews", "public.teams", "public.evacuations", "public.agreements", "public.agreement_parties", "public.users", "public.user_claims", "public.user_logins", "public.user_tokens",
            "public.clients", "public.scopes", "public.authorizations", "public.tokens", "public.data_protection_keys", "public.signing_keys",
            "public.standing", "public.not_before", "public.impact_assessments", "public.agency_features",
        ],
    };

    public static TheoryData<string> Services => new(WithoutCases.Keys);

    private static string[] Shared => ["public.migrations", "access.audit_seals", "access.witnessed_seals", "access.agreed", "access.agreed_version", "access.features_on", "access.evacuated", "access.evacuated_version", "access.unreachable", "messaging.relays", "messaging.inbox"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_table_forces_its_policies_or_is_named_as_one_without_cases(string service)
    {
        var bare = await NamesAsync(service, """
            select c.relnamespace::regnamespace || '.' || c.relname from pg_class c
             where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema') and not (c.relrowsecurity and c.relforcerowsecurity)
            """);

        Assert.Equal(WithoutCases[service].Order(StringComparer.Ordinal), bare.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Without_a_scope_a_service_s_login_sees_no_row_of_a_case(string service)
    {
        var platform = await RunningPlatform.SharedAsync();
        await new Partner(platform, "amal-health").ReferAsync("bayt-shelter");
        var tables = await NamesAsync(service, $"""
            select c.oid::regclass::text from pg_class c
             where c.relkind = 'r' and c.relrowsecurity and c.oid <> to_regclass('public.services_offered') and has_table_privilege('{platform.NameOf(service)}_app', c.oid, 'select')
            """);

        await using var database = await platform.OpenDatabaseAsync(service, "app");
        foreach (var table in tables)
        {
            await using var any = new NpgsqlCommand($"select exists (select 1 from {table})", database);
            Assert.False((bool)(await any.ExecuteScalarAsync())!, table);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task No_login_owns_anything_or_escapes_the_policies(string service)
    {
        var platform = await RunningPlatform.SharedAsync();
        var logins = $"{platform.NameOf(service)}\\_%";

        Assert.Empty(await NamesAsync(service, $"select rolname from pg_roles where rolname like '{logins}' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"));
        Assert.Empty(await NamesAsync(service, $"""
            select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolcanlogin and r.rolname like '{logins}' and c.relkind in ('r', 'v', 'm', 'S')
            """));
        Assert.Empty(await NamesAsync(service, $"""
            select p.oid::regprocedure::text from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolcanlogin and r.rolname like '{logins}'
            """));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_runs_with_the_rights_of_its_owner_keeps_to_a_search_path_of_its_own_and_is_for_named_logins(string service)
    {
        Assert.Empty(await NamesAsync(service, """
            select p.oid::regprocedure::text from pg_proc p
             where p.prosecdef and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
               and not (p.proconfig @> array['search_path=public, pg_temp'] or p.proconfig @> array['search_path=access, pg_temp'] or p.proconfig @> array['search_path=messaging, pg_temp'])
            """));
        Assert.Empty(await NamesAsync(service, """
            select p.oid::regprocedure::text from pg_proc p
             where p.prosecdef and p.prorettype <> 'trigger'::regtype and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
               and has_function_privilege('public', p.oid, 'execute')
            """));
    }

    /// <summary>What must be there once for all tells who enters it that it is there. So it is no text, which somebody enters, or each agency has its own, or it is one of these.</summary>
    [Theory]
    [InlineData("registrations", "people case_code")]   // made here
    [InlineData("referrals")]
    [InlineData(
        "identity",
        "agencies code",                  // by the lead's administrators, who see all agencies
        "agencies kind",                  // there is one lead
        "agreements code",                // as agencies
        "signing_keys key_id", "signing_keys use", "scopes name", "tokens reference_id", "user_logins login_provider",   // made here
        "clients client_id",              // begins with the code of its agency
        "users normalized_user_name")]    // one person signs in to one platform
    public async Task What_is_there_once_for_all_agencies_is_made_here_or_named(string service, params string[] named)
    {
        var once = await NamesAsync(service, """
            select distinct c.relname || ' ' || a.attname from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
             where i.indisunique and c.relnamespace::regnamespace::text in ('public', 'access') and a.atttypid in ('text'::regtype, 'varchar'::regtype)
               and c.relname not in ('migrations', 'witnessed_seals')
            """);

        Assert.Equal(named.Order(StringComparer.Ordinal), once.Order(StringComparer.Ordinal));
    }

    private static async Task<List<string>> NamesAsync(string service, string sql)
    {
        await using var database = await (await RunningPlatform.SharedAsync()).OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
