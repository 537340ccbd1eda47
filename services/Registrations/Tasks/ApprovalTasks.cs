using Platform.Access;

namespace Platform.Registrations.Tasks;

/// <summary>What takes a second person: for those who may be it, and never for who asked, proposed or wrote it down.</summary>
internal static class ApprovalTasks
{
    private const string Awaiting = "awaiting-approval";

    private const string Pairs = "select d.duplicate_id, '/api/duplicates/' || d.duplicate_id, ";

    // by the list of the desk: most pairs of the lead are decided
    private const string OfPairs = """
        , null::timestamptz, null::text
          from duplicates d
         where d.duplicate_id in (select v.record from access.visible v where v.grantee = any ((select access.grantees())::uuid[]) and v.list = 'duplicates' and v.state in ('open', 'same-proposed'))
           and d.state =
        """ + " ";

    private static readonly string Tracings = $"""
        select t.tracing_id, '/api/people/' || t.person_id || '/tracing/' || t.tracing_id,
               coalesce((select max(s.recorded_at) from tracing_steps s where s.tracing_id = t.tracing_id), t.recorded_at), null::timestamptz, null::text
          from tracings t
         where t.agency_id = access.agency() and {Kept.File("t.person_id", "family")}
        """;

    public static IReadOnlyList<TaskKind> Kinds { get; } =
    [
        new("refusal-to-confirm", Awaiting, "subject-request", Policies.ConfirmRefusals, $"""
            select r.request_id, '/api/requests/' || r.request_id, r.recorded_at, (r.due_on + 1)::timestamp at time zone 'utc', null::text
              from subject_requests r
             where r.agency_id = access.agency() and r.state = 'refusal-proposed' and r.proposed_by <> access.caller()
               and ('protection-officer' = any (access.roles()) or {Kept.File("r.person_id")})
            """),
        // while a legal hold stands nobody may
        new("erasure-to-approve", Awaiting, "erasure", Policies.DecideErasures, """
            select e.erasure_id, '/api/erasures/' || e.erasure_id, e.asked_at, null::timestamptz, null::text
              from erasures e
             where e.agency_id = access.agency() and e.status = 'asked' and e.desks && (select access.grantees())::uuid[] and e.asked_by is distinct from access.caller() and not on_hold(e.person_id)
            """),
        new("export-to-approve", Awaiting, "export", Policies.ApproveExports, """
            select x.export_id, '/api/exports/' || x.export_id, x.asked_at, x.expires_at, null::text
              from exports x
             where x.agency_id = access.agency() and x.asked_by <> access.caller() and x.refused_at is null and x.ended_at is null and x.expires_at > access.now()
               and ((x.supervisor_id is null and 'supervisor' = any (access.roles())) or (x.officer_id is null and 'protection-officer' = any (access.roles())))
               and access.caller() is distinct from x.supervisor_id and access.caller() is distinct from x.officer_id and access.feature_on('export-of-files')
            """),
        new("emergency-access-to-confirm", Awaiting, "emergency-access", Policies.SeeBrokenGlass, """
            select e.access_id, '/api/emergency-access/' || e.access_id, e.opened_at, e.confirm_by, null::text
              from emergency_accesses e
             where e.agency_id = access.agency() and e.confirmed_at is null and e.opened_by <> access.caller() and e.to_desk = any ((select access.grantees())::uuid[])
            """),
        new("duplicate-to-decide", "new", "duplicate", Policies.DecideDuplicates, $"{Pairs}d.found_at{OfPairs}'open'"),
        new("duplicate-to-confirm", Awaiting, "duplicate", Policies.DecideDuplicates, $"{Pairs}d.decided_at{OfPairs}'same-proposed' and d.decided_by <> access.caller()"),
        new("merge-to-confirm", Awaiting, "merge", Policies.KeepCases, $"""
            select m.merge_id, '/api/merges/' || m.merge_id, m.proposed_at, null::timestamptz, null::text
              from merges m
             where m.agency_id = access.agency() and m.state = 'proposed' and m.proposed_by <> access.caller() and {Kept.File("m.kept")} and {Kept.File("m.merged")}
            """),
        new("programme-to-approve", Awaiting, "programme", Policies.ApproveProgrammes, """
            select f.form_id, '/api/programmes/' || f.form_id, f.proposed_at, null::timestamptz, null::text
              from programme_forms f
             where f.agency_id = access.agency() and f.state = 'proposed' and f.proposed_by <> access.caller()
            """),
        new("kinship-to-verify", Awaiting, "family-link", Policies.KeepCases, $"""
            select l.link_id, '/api/people/' || l.person_id || '/family/' || l.link_id, l.recorded_at, null::timestamptz, null::text
              from family_links l
             where l.state in ('unverified', 'pending-verification') and l.ended_at is null and l.recorded_by <> access.caller() and {Kept.File("l.person_id", "family")}
            """),
        // once one of the two sides is verified, the other one needs somebody else
        new("tracing-side-to-verify", Awaiting, "tracing", Policies.KeepCases, $"""
            {Tracings} and t.state = 'tracing-in-progress' and (t.child_side_by is null) <> (t.family_side_by is null) and coalesce(t.child_side_by, t.family_side_by) <> access.caller()
            """),
        new("best-interests-to-approve", Awaiting, "tracing", Policies.KeepCases, $"""
            {Tracings} and t.state in ('open', 'tracing-in-progress', 'verified') and t.interests_ok_by is null and t.interests_by <> access.caller()
            """),
    ];
}
