using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>Every referral by the event of the state it is in, for who lost or never had it.</summary>
public static class AnnounceReferrals
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnnouncements(Announce);

    private const string Announce = """
        with batch as materialized (
            select referral_id, from_agency_id, to_agency_id, status, priority, acknowledge_by, respond_by, end_reason, sent_at, ended_at, version,
                   (select max(at) from referral_history h where h.referral_id = r.referral_id and h.event = r.status) as moved_at
              from referrals r
             where referral_id > @after
             order by referral_id limit @most),
        announced as materialized (
            select messaging.announce(referral_id, 'Referrals.V1:Referral' || initcap(status),
                   jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', coalesce(ended_at, moved_at, sent_at), 'subjectId', referral_id, 'subjectVersion', version,
                                      'fromAgencyId', from_agency_id, 'toAgencyId', to_agency_id)
                   || case status when 'sent' then jsonb_build_object('priority', priority, 'acknowledgeBy', acknowledge_by, 'respondBy', respond_by)
                                  when 'revoked' then jsonb_build_object('because', coalesce(end_reason, 'sender')) else '{}' end) is null as done
              from batch)
        select (select max(referral_id::text)::uuid from batch) as last, (select count(*)::int from announced) as records
        """;
}
