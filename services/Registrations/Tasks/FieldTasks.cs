using Platform.Access;

namespace Platform.Registrations.Tasks;

/// <summary>What is still to be done of visits to sites and of missions.</summary>
internal static class FieldTasks
{
    private const int DaysToClose = 3;

    public static IReadOnlyList<TaskKind> Kinds { get; } =
    [
        new("visit-to-record", "due", "visit", Policies.KeepVisits, $"""
            select v.visit_id, '/api/visits/' || v.visit_id, v.planned_for::timestamp at time zone 'utc', (v.planned_for + 1)::timestamp at time zone 'utc', v.area_code
              from visits v
             where v.agency_id = access.agency() and v.state in ('planned', 'access-requested', 'granted') and v.planned_for <= access.day() and {Kept.Place("v.visit_id")}
            """),
        new("visit-to-review", "awaiting-approval", "visit", Policies.ReviewVisits, $"""
            select v.visit_id, '/api/visits/' || v.visit_id, v.updated_at, null::timestamptz, v.area_code
              from visits v
             where v.agency_id = access.agency() and v.state = 'report-draft' and v.recorded_by <> access.caller() and access.caller() <> all (v.visitors) and {Kept.Place("v.visit_id")}
            """),
        // until another day is set, or the visit is closed
        new("visit-follow-up", "due", "visit", Policies.KeepVisits, $"""
            select v.visit_id, '/api/visits/' || v.visit_id, (v.follow_up_on - {Kept.DaysAhead})::timestamp at time zone 'utc', (v.follow_up_on + 1)::timestamp at time zone 'utc', v.area_code
              from visits v
             where v.agency_id = access.agency() and v.state <> 'closed' and v.follow_up_on <= access.day() + {Kept.DaysAhead} and {Kept.Place("v.visit_id")}
            """),
        // its last day is over: some days to say what came of it
        new("mission-to-close", "due", "mission", Policies.KeepVisits, $"""
            select m.mission_id, '/api/missions/' || m.mission_id, (m.until_on + 1)::timestamp at time zone 'utc', (m.until_on + 1 + {DaysToClose})::timestamp at time zone 'utc', m.area_codes[1]
              from missions m
             where m.agency_id = access.agency() and m.state in ('planned', 'under-way') and m.until_on < access.day() and {Kept.Place("m.mission_id")}
            """),
        new("site-reply-awaited", "due", "site-request", Policies.KeepVisits, $"""
            select r.request_id, '/api/visits/' || r.visit_id || '/requests/' || r.request_id, r.asked_at, (r.due_on + 1)::timestamp at time zone 'utc', v.area_code
              from site_requests r
              join visits v on v.visit_id = r.visit_id
             where r.agency_id = access.agency() and r.state = 'open' and r.due_on <= access.day() + {Kept.DaysAhead} and {Kept.Place("r.visit_id")}
            """),
    ];
}
