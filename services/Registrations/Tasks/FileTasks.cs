using Platform.Access;

namespace Platform.Registrations.Tasks;

/// <summary>What waits for who keeps a file, takes one over, or brought a table.</summary>
internal static class FileTasks
{
    public static IReadOnlyList<TaskKind> Kinds { get; } =
    [
        new("transfer-to-decide", "new", "transfer", Policies.KeepCases, """
            select t.transfer_id, '/api/transfers/' || t.transfer_id, t.offered_at, null::timestamptz, null::text
              from transfers t
             where t.status = 'offered'
               and exists (select 1 from access.grants g where g.record = t.transfer_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because = 'transfer')
            """),
        new("request-to-answer", "due", "subject-request", Policies.KeepCases, $"""
            select r.request_id, '/api/requests/' || r.request_id, r.recorded_at, (r.due_on + 1)::timestamp at time zone 'utc', null::text
              from subject_requests r
             where r.agency_id = access.agency() and r.state = 'received' and {Kept.File("r.person_id")}
            """),
        new("tracing-follow-up", "due", "tracing", Policies.KeepCases, $"""
            select t.tracing_id, '/api/people/' || t.person_id || '/tracing/' || t.tracing_id, (t.follow_up_on - {Kept.DaysAhead})::timestamp at time zone 'utc', (t.follow_up_on + 1)::timestamp at time zone 'utc', null::text
              from tracings t
             where t.agency_id = access.agency() and t.state = 'reunified' and t.follow_up_on <= access.day() + {Kept.DaysAhead} and {Kept.File("t.person_id", "family")}
            """),
        // until an encounter follows it up, or it is corrected
        new("encounter-follow-up", "due", "encounter", Policies.KeepCases, $"""
            select e.encounter_id, '/api/people/' || e.person_id || '/encounters/' || e.encounter_id, (e.follow_up_on - {Kept.DaysAhead})::timestamp at time zone 'utc', (e.follow_up_on + 1)::timestamp at time zone 'utc', null::text
              from person_encounters e
             where e.follow_up_on <= access.day() + {Kept.DaysAhead} and {Kept.File("e.person_id", "identity")}
               and not exists (select 1 from person_encounters n where n.encounter_id = e.encounter_id and n.version > e.version)
               and not exists (select 1 from person_encounters f where f.follows_up = e.encounter_id)
            """),
        new("export-to-download", "due", "export", Policies.KeepCases, """
            select x.export_id, '/api/exports/' || x.export_id, greatest(x.supervisor_at, x.officer_at), x.expires_at, null::text
              from exports x
             where x.agency_id = access.agency() and x.asked_by = access.caller() and x.supervisor_id is not null and x.officer_id is not null
               and x.made_at is null and x.refused_at is null and x.ended_at is null and x.expires_at > access.now() and access.feature_on('export-of-files')
            """),
        // as long as what was wrong is told, and nothing newer of the same was sent
        new("import-to-correct", "new", "import", Policies.SeeImports, """
            select i.import_id, '/api/imports/' || i.import_id, i.ended_at, null::timestamptz, null::text
              from imports i
             where i.started_by = access.caller() and i.state in ('refused', 'failed') and i.ended_at > access.now() - interval '7 days'
               and not exists (select 1 from imports n where n.started_by = i.started_by and n.kind = i.kind and n.visit_id is not distinct from i.visit_id and n.started_at > i.started_at and n.state <> 'cancelled')
            """),
    ];
}
