using Platform.Messaging;

namespace Platform.Registrations.Consents;

/// <summary>Every consent as it stands, given or withdrawn, and every legal hold, placed or lifted, for who lost or never had it.</summary>
public static class AnnounceConsents
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnnouncements(Announce);

    private const string Announce = """
        with batch as materialized (
            select person_id from people where person_id > @after order by person_id limit @most),
        consents_in_order as materialized (
            select c.consent_id, c.person_id, c.purpose, c.recipient_agency_id, c.expires_on, c.given_at, c.withdrawn_at, c.version
              from batch join consents c on c.person_id = batch.person_id order by c.person_id, c.version),
        announced as materialized (
            select messaging.announce(person_id,
                   case when withdrawn_at is null then 'Registrations.V1:ConsentGiven' else 'Registrations.V1:ConsentWithdrawn' end,
                   jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', coalesce(withdrawn_at, given_at), 'subjectId', person_id,
                                      'subjectVersion', version, 'consentId', consent_id)
                   || case when withdrawn_at is null
                           then jsonb_build_object('recipientAgencyId', recipient_agency_id, 'purpose', purpose, 'expiresOn', expires_on) else '{}' end) is null as done
              from consents_in_order),
        held as materialized (
            select messaging.announce(hold_id,
                   case when lifted_at is null then 'Registrations.V1:LegalHoldPlaced' else 'Registrations.V1:LegalHoldLifted' end,
                   jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', coalesce(lifted_at, placed_at), 'subjectId', hold_id,
                                      'subjectVersion', case when lifted_at is null then 1 else 2 end, 'personId', person_id)
                   || case when lifted_at is null then jsonb_build_object('until', until) else '{}' end) is null as done
              from batch join legal_holds using (person_id))
        select (select max(person_id::text)::uuid from batch) as last, (select count(*)::int from announced) + (select count(*)::int from held) as records
        """;
}
