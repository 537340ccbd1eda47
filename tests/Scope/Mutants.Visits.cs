using Npgsql;

namespace Platform.Scope.Tests;

/// <content>And those of what is seen at sites.</content>
public sealed partial class Mutants
{
    private const string Site = "site", Annex = "confidential-annex";

    /// <summary>A visit with an annex that a member was granted for one reason only, and what that lets them do.</summary>
    private sealed record Visited(Guid Id, Guid Member, bool Sees = false, bool Keeps = false, bool Reads = false, bool Writes = false);

    private List<Visited> visited = [];

    private async Task AddVisitsAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        visited = [];
        foreach (var member in world.Members.Where(member => member.Agency.HoldsCases))
        {
            foreach (var (planted, packages, until, because) in ((Visited, string, string?, string)[])
            [
                (new(Guid.NewGuid(), member.Id, Sees: true), Site, null, "oversight"),
                (new(Guid.NewGuid(), member.Id, Sees: true, Keeps: true), Site, "1 hour", "ownership"),
                (new(Guid.NewGuid(), member.Id), $"{Site},{Annex}", "-1 second", "ownership"),
                (new(Guid.NewGuid(), member.Id, Reads: true, Writes: true), Annex, "1 hour", "ownership"),
                (new(Guid.NewGuid(), member.Id, Reads: true), Annex, null, "supervision"),
            ])
            {
                visited.Add(planted);
                await ExecuteAsync(database, $$"""
                    insert into visits (visit_id, agency_id, recorded_by, state, site_type, area_code, counts, sealed, recorded_at, updated_at)
                    values ('{{planted.Id}}', gen_random_uuid(), gen_random_uuid(), 'planned', 'urban', 'LY031901', '{}', '', now(), now());
                    insert into disembarkations (disembarkation_id, agency_id, recorded_by, at, area_code, force_code, counts, sealed, recorded_at, updated_at)
                    values ('{{planted.Id}}', gen_random_uuid(), gen_random_uuid(), now(), 'LY021104', 'lcg', '[]', '', now(), now());
                    insert into outreach_sessions (session_id, agency_id, recorded_by, held_on, area_code, method, topic, counts, sealed, recorded_at, updated_at)
                    values ('{{planted.Id}}', gen_random_uuid(), gen_random_uuid(), now(), 'LY021104', 'radio', 'atd', '[]', '', now(), now());
                    insert into missions (mission_id, agency_id, recorded_by, state, from_on, until_on, area_codes, sealed, recorded_at, updated_at)
                    values ('{{planted.Id}}', gen_random_uuid(), gen_random_uuid(), 'planned', now(), now(), '{LY021103}', '', now(), now());
                    insert into visit_annexes (visit_id, sealed, written_at) values ('{{planted.Id}}', '', now());
                    insert into site_requests (request_id, visit_id, agency_id, asked_by, asked_at, due_on, state, asked) values ('{{planted.Id}}', '{{planted.Id}}', gen_random_uuid(), gen_random_uuid(), now(), now(), 'open', '');
                    insert into visit_roster (entry_id, visit_id, number, sealed, promoted) values ('{{planted.Id}}', '{{planted.Id}}', 1, '', {{planted.Keeps}});
                    insert into visit_summaries (visit_id, agency_id, site_type, area_code, visited_on, shared_by, shared_at, sealed)
                    values ('{{planted.Id}}', '{{member.Agency.Id}}', 'urban', 'LY031901', now(), gen_random_uuid(), now(), '');
                    insert into visit_uses (use_id, visit_id, audience, used_on, recorded_by, recorded_at, sealed) values ('{{planted.Id}}', '{{planted.Id}}', 'donor', now(), gen_random_uuid(), now(), '')
                    """);
                await GiveAsync(database, planted.Id, member.Id, packages, until, because);
            }
        }

        reaches["visits"] = new("select visit_id from visits", member => Visits(member, ReferenceModel.Sees, planted => planted.Sees));
        reaches["visits by update"] = new("update visits set version = 1", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps));
        foreach (var (table, key, kind) in OfPlace)
        {
            reaches[table] = new($"select {key} from {table}", member => OfPlaces(member, kind, ReferenceModel.Sees, planted => planted.Sees));
            reaches[$"{table} by update"] = new($"update {table} set version = 1", member => OfPlaces(member, kind, ReferenceModel.Keeps, planted => planted.Keeps));
        }

        reaches["site_requests"] = new("select visit_id from site_requests", member => Visits(member, ReferenceModel.Sees, planted => planted.Sees));
        reaches["site_requests by update"] = new("update site_requests set version = 1", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps));
        reaches["visit_roster"] = new("select visit_id from visit_roster", member => Visits(member, ReferenceModel.Sees, planted => planted.Sees));
        reaches["visit_roster by update"] = new("update visit_roster set promoted = true", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps));
        reaches["visit_uses"] = new("select visit_id from visit_uses", member => Visits(member, (_, visit) => visit.SharedBy is not null && ReferenceModel.Sees(member, visit), planted => planted.Sees));
        reaches["visit_summaries"] = new("select visit_id from visit_summaries", member => ReferenceModel.SeesVisits(member)
            ? world.Visits.Where(visit => ReferenceModel.ReadsSummary(member, visit)).Select(visit => visit.Id).Concat(visited.Where(planted => Agency(planted.Member) == member.Agency).Select(planted => planted.Id)) : []);
        reaches["visit_annexes"] = new("select visit_id from visit_annexes", member => Visits(member, (_, visit) => visit.HasAnnex && ReferenceModel.ReadsAnnex(member, visit), planted => planted.Reads));
        reaches["visit_annexes by update"] = new("update visit_annexes set version = 1", member => Visits(member, (_, visit) => visit.HasAnnex && WritesAnnex(member, visit), planted => planted.Writes));
    }

    private static readonly (string Table, string Key, string Kind)[] OfPlace = [("disembarkations", "disembarkation_id", "disembarkations"), ("outreach_sessions", "session_id", "outreach-sessions"), ("missions", "mission_id", "missions")];

    private IEnumerable<Guid> Visits(Member member, Func<Member, FieldRecord, bool> theirs, Func<Visited, bool> given) => OfPlaces(member, "visits", theirs, given);

    private IEnumerable<Guid> OfPlaces(Member member, string kind, Func<Member, FieldRecord, bool> theirs, Func<Visited, bool> given) =>
        world.FieldRecords.Where(record => record.Kind == kind && theirs(member, record)).Select(record => record.Id).Concat(visited.Where(planted => planted.Member == member.Id && given(planted)).Select(planted => planted.Id));

    private Agency Agency(Guid member) => world.Members.Find(one => one.Id == member)!.Agency;

    private static bool WritesAnnex(Member member, FieldRecord visit) => member == visit.By && !visit.OutOfReach;

    /// <summary>What may be written of visits: in one's own name, and where one keeps them.</summary>
    private Dictionary<string, Written> VisitsWritten()
    {
        List<(Guid Member, Guid Id, Guid Agency, Guid By, bool IsRight)> recorded = [];
        var somebody = Guid.NewGuid();
        foreach (var member in world.Members)
        {
            foreach (var (agency, by) in ((Guid, Guid)[])[(member.Agency.Id, member.Id), (somebody, member.Id), (member.Agency.Id, somebody)])
            {
                recorded.Add((member.Id, Guid.CreateVersion7(), agency, by, (agency, by) == (member.Agency.Id, member.Id)));
            }
        }

        var named = $"(values {string.Join(", ", recorded.Select(one => $"('{one.Id}'::uuid, '{one.Agency}'::uuid, '{one.By}'::uuid)"))}) as o (id, agency, by_member)";
        var written = new Dictionary<string, Written>();
        foreach (var (table, key, kind) in OfPlace)
        {
            var record = table switch { "disembarkations" => "disembarkation", "missions" => "mission", _ => "session" };
            written[$"{table} by {record}_recorded"] = new(key, $$"""
                select (jsonb_populate_record(v.line, jsonb_build_object('{{key}}', o.id, 'agency_id', o.agency, 'recorded_by', o.by_member))).* from (select l as line from {{table}} l limit 1) v, {{named}}
                """, member => recorded.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id));
            written[$"{table} by {record}_corrected"] = new(key, $"select * from {table} limit 0", member => OfPlaces(member, kind, ReferenceModel.Keeps, planted => planted.Keeps));
        }

        return new(written)
        {
            ["visits by visit_recorded"] = new("visit_id", $$"""
                select (jsonb_populate_record(v.line, jsonb_build_object('visit_id', o.id, 'agency_id', o.agency, 'recorded_by', o.by_member))).* from (select l as line from visits l where state = 'planned' limit 1) v, {{named}}
                """, member => recorded.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["visits by visit_changed"] = new("visit_id", "select * from visits limit 0", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps)),
            ["visit_summaries by summary_by_a_supervisor"] = new("visit_id", $$"""
                select (jsonb_populate_record(v.line, jsonb_build_object('agency_id', o.agency, 'shared_by', o.by_member))).* from (select l as line from visit_summaries l) v, {{named}}
                """, member => member.Is("supervisor") ? Visits(member, (_, visit) => visit.SharedBy is not null && ReferenceModel.Keeps(member, visit), planted => planted.Keeps) : []),
            ["visit_uses by use_by_a_supervisor"] = new("visit_id", $$"""
                select (jsonb_populate_record(v.line, jsonb_build_object('recorded_by', o.by_member))).* from (select l as line from visit_uses l) v, {{named}}
                """, member => member.Is("supervisor") ? Visits(member, (_, visit) => visit.SharedBy is not null && ReferenceModel.Keeps(member, visit), planted => planted.Keeps) : []),
            ["site_requests by request_made"] = new("visit_id", "select * from site_requests", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps)),
            ["site_requests by request_answered"] = new("visit_id", "select * from site_requests limit 0", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps)),
            ["visit_roster by entry_added"] = new("visit_id", "select * from visit_roster", member => Visits(member, ReferenceModel.Keeps, planted => planted.Keeps)),
            ["visit_roster by entry_promoted"] = new("visit_id", "select * from visit_roster limit 0", _ => visited.Where(planted => planted.Keeps).Select(planted => planted.Id)),   // and what was promoted stays
            ["visit_annexes by annex_written"] = new("visit_id", "select * from visit_annexes", member => Visits(member, (_, visit) => visit.HasAnnex && WritesAnnex(member, visit), planted => planted.Writes)),
            ["visit_annexes by annex_changed"] = new("visit_id", "select * from visit_annexes limit 0", member => Visits(member, (_, visit) => visit.HasAnnex && WritesAnnex(member, visit), planted => planted.Writes)),
        };
    }
}
