using Platform.Access;

namespace Platform.Referrals.Tasks;

/// <summary>What needs the caller now of referrals that they sent or received, and of what their agency offers.</summary>
public static class ListTasks
{
    /// <summary>After so many days somebody looks whether an entry of the directory is still so: a design value.</summary>
    private const int VerifyAfterDays = 90;

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapTasks("/referrals/tasks", Kinds);

    // on the receiver's side by its inbox, on the sender's by what it sent: most referrals have ended
    private static string In(string box, string states) =>
        $"r.referral_id in (select v.record from access.visible v where v.grantee = any ((select access.grantees())::uuid[]) and v.list = '{box}' and v.state in ({states})) and r.status in ({states})";

    // in a handover it is read and not moved
    private static string Held(string package) => $"""
        exists (select 1 from access.grants g where g.record = r.referral_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because <> 'handover'
                   and '{package}' = any (g.packages) and (g.until is null or g.until > access.now()))
        """;

    private static string Received(string states) => $"{In("inbox", states)} and r.to_agency_id = access.agency() and {Held("received")}";

    private static string Sent(string states) => $"{In("sent", states)} and r.from_agency_id = access.agency() and {Held("sent")}";

    private static IReadOnlyList<TaskKind> Kinds { get; } =
    [
        new("referral-to-acknowledge", "new", "referral", Policies.ReceiveReferrals, $"""
            select r.referral_id, '/api/referrals/' || r.referral_id, r.sent_at, r.acknowledge_by, null::text from referrals r where {Received("'sent'")}
            """),
        new("referral-to-decide", "due", "referral", Policies.ReceiveReferrals, $"""
            select r.referral_id, '/api/referrals/' || r.referral_id, r.sent_at, r.respond_by, null::text from referrals r where {Received("'acknowledged'")}
            """),
        // by the day that was said last, at acceptance or with an outcome
        new("outcome-to-record", "due", "referral", Policies.ReceiveReferrals, $"""
            select r.referral_id, '/api/referrals/' || r.referral_id, coalesce(h.accepted_at, r.sent_at), (h.next_date + 1)::timestamp at time zone 'utc', null::text
              from referrals r
             cross join lateral (select max(s.at) filter (where s.event = 'accepted') as accepted_at,
                                        (array_agg(s.next_date order by s.version desc) filter (where s.event in ('accepted', 'outcome')))[1] as next_date
                                   from referral_history s where s.referral_id = r.referral_id) h
             where {Received("'accepted'")}
            """),
        // nobody reads its packet before
        new("basis-to-approve", "awaiting-approval", "referral", Policies.ApproveBasis, $"""
            select r.referral_id, '/api/referrals/' || r.referral_id, r.sent_at, r.respond_by, null::text
              from referrals r
             where {Sent("'sent', 'acknowledged', 'accepted'")} and r.basis <> 'consent' and r.approved_at is null and r.sent_by <> access.caller()
            """),
        // the receiver let its time pass: call them, or take it back and send it elsewhere
        new("referral-unanswered", "due", "referral", Policies.SendReferrals, $"""
            select r.referral_id, '/api/referrals/' || r.referral_id, r.sent_at, case r.status when 'sent' then r.acknowledge_by else r.respond_by end, null::text
              from referrals r
             where {Sent("'sent', 'acknowledged'")} and case r.status when 'sent' then r.acknowledge_by else r.respond_by end <= access.now()
            """),
        new("referral-to-follow-up", "new", "referral", Policies.SendReferrals, $"""
            select r.referral_id, '/api/referrals/' || r.referral_id, r.ended_at, null::timestamptz, null::text
              from referrals r where {Sent("'rejected', 'returned'")} and r.follow_up is null
            """),
        new("service-to-verify", "due", "service", Policies.KeepDirectory, $"""
            select o.agency_id, '/api/services/' || o.service_code, o.updated_at, (o.last_verified_on + {VerifyAfterDays})::timestamp at time zone 'utc', null::text
              from services_offered o
             where o.agency_id = access.agency() and o.last_verified_on + {VerifyAfterDays} <= access.day()
            """),
    ];
}
