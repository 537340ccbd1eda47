using Npgsql;
using Platform.Access;

namespace Platform.Surface.Tests.Routes;

/// <summary>Records of several agencies that may be of one person. The pairs are planted: what finds them is a clock.</summary>
internal static class DuplicatesRoutes
{
    public static IReadOnlyList<Route> All { get; } =
    [
        Of("GET", "/duplicates", async stage => await PairAsync(stage) with { Path = "/duplicates?state=open" }),
        Of("GET", "/duplicates/{duplicateId}", stage => PairAsync(stage)),
        Of("POST", "/duplicates/{duplicateId}/decision", async stage => await PairAsync(stage, "/decision") with { Body = new() { ["samePerson"] = false } }) with { Key = Key.Kept, Required = ["samePerson"] },
        Of("POST", "/duplicates/{duplicateId}/confirmation", async stage => await PairAsync(stage, "/confirmation", "same-proposed") with { Body = [] }) with { Key = Key.Kept },
        Of("POST", "/duplicates/{duplicateId}/reopening", async stage => await PairAsync(stage, "/reopening", "different") with { Body = [] }) with { Key = Key.Kept },
    ];

    private static Route Of(string method, string template, Func<Stage, Task<Ready>> prepare) => new("registrations", method, template, prepare);

    private static async Task<Ready> PairAsync(Stage stage, string more = "", string state = "open")
    {
        var lead = await stage.Amal.AgencyIdAsync("iom-libya");
        var (pair, one, other) = (Guid.CreateVersion7(), await stage.Amal.RegisterAsync(), await stage.Bayt.RegisterAsync());
        await using var database = await stage.Platform.OpenDatabaseAsync("registrations");
        var desk = Grantee.Desk(lead, "deduplication-desk");
        await using var plant = new NpgsqlCommand(
            $$"""
            set session_replication_role = replica;   -- the clocks leave it alone
            insert into consents (consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, language, expires_on, recorded_by, given_at, version)
            select gen_random_uuid(), person, 'deduplication', '{{lead}}', '{identity}', 'self', 'written', 'eng', current_date + 60, gen_random_uuid(), now(), 1 from unnest('{ {{one}}, {{other}} }'::uuid[]) as person;
            delete from keyings where person_id in ('{{one}}', '{{other}}');
            insert into duplicates (duplicate_id, one, other, state, band, reasons, rules, found_at, decided_by, version)
            values ('{{pair}}', least('{{one}}'::uuid, '{{other}}'::uuid), greatest('{{one}}'::uuid, '{{other}}'::uuid), '{{state}}', 'strong', '{same-year}', 1, now(), {{(state == "open" ? "null" : "gen_random_uuid()")}}, 1);
            insert into access.grants (record, grantee, because, packages, given_at) values ('{{pair}}', '{{desk}}', 'oversight', '{identity}', now());
            insert into access.visible (grantee, list, record, sort_at, state) values ('{{desk}}', 'duplicates', '{{pair}}', now(), '{{state}}');
            """, database);
        await plant.ExecuteNonQueryAsync();
        return new(stage.Desk, $"/duplicates/{pair}{more}", () => stage.ReadAsync(stage.Desk, $"/api/duplicates/{pair}"));
    }
}
