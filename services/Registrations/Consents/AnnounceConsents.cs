using Platform.Messaging;

namespace Platform.Registrations.Consents;

/// <summary>Every consent as it stands, given or withdrawn, for who lost or never had it.</summary>
public static class AnnounceConsents
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnnouncements(Announce);

    private const string Announce = """
        with batch as materialized (
            select consent_id, person_id, purpose, recipient_agency_id, expires_on, given_at, withdrawn_at, version from consents
             where @after::uuid is null or consent_id > @after
             order by consent_id limit @most),
        announced as materialized (
            select messaging.announce(person_id,
                   case when withdrawn_at is null then 'Registrations.V1:ConsentGiven' else 'Registrations.V1:ConsentWithdrawn' end,
                   jsonb_build_object('eventId', gen_random_uuid(), 'occurredAt', coalesce(withdrawn_at, given_at), 'subjectId', person_id,
                                      'subjectVersion', version, 'consentId', consent_id)
                   || case when withdrawn_at is null
                           then jsonb_build_object('recipientAgencyId', recipient_agency_id, 'purpose', purpose, 'expiresOn', expires_on) else '{}' end) is null as done
              from batch)
        select (select max(consent_id::text)::uuid from batch) as last, (select count(*)::int from announced) as records
        """;
}
