using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>
/// A person can no longer be called as before: every open packet that holds an older contact is marked, so that nobody calls.
/// The new contact is not sent after it, and a later word that calling is safe again takes no mark away.
/// </summary>
public sealed class MarkContactWhenMadeUnsafe(JobDatabase database) : IConsumer<ContactMadeUnsafe>
{
    private sealed record Open(Guid ReferralId, Guid ToAgencyId, string PacketState, int PersonVersion, int Version);

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<ContactMadeUnsafe> context)
    {
        var made = context.Message;
        await using var work = await database.BeginAsync(context);
        if (work is null)
        {
            return;
        }

        work.LockFirst(Grantee.Number(made.SubjectId));   // who is sending holds it until the referral is there to be found
        foreach (var referral in await work.QueryAsync<Open>(LockOpen, new { personId = made.SubjectId }))
        {
            // a packet that is still to follow is fetched after this; one taken since then holds the contact of today
            if (referral.PacketState == "held" && referral.PersonVersion < made.SubjectVersion)
            {
                work.Update(Mark, new { referral.ReferralId, since = made.OccurredAt });
                work.Remember(referral.ReferralId, referral.Version + 1, "contact-made-unsafe");
                work.Tell(referral.ReferralId, Grantee.Desk(referral.ToAgencyId, "focal-point"), "contact-made-unsafe");
            }
        }

        work.Execute(Keep, new { subjectLock = Grantee.Number(made.SubjectId), version = made.SubjectVersion, since = made.OccurredAt });
        await work.CommitAsync();
    }

    // the pending too: who keeps a packet that was fetched holds its row, and when it is let go the packet is there
    private const string LockOpen = """
        select r.referral_id, r.to_agency_id, r.packet_state, coalesce(r.person_version, 0) as person_version, r.version
          from referral_people p join referrals r on r.referral_id = p.referral_id
         where p.person_id = @personId and r.status in ('sent', 'acknowledged', 'accepted')
           and 'contact' = any (r.packages) and r.contact_unsafe_since is null
         order by r.referral_id
           for update of r
        """;

    private const string Mark = "update referrals set contact_unsafe_since = @since, version = version + 1 where referral_id = @referralId";

    private const string Keep = """
        insert into unsafe_contacts (subject_lock, version, since) values (@subjectLock, @version, @since)
        on conflict (subject_lock) do update set version = excluded.version, since = excluded.since where unsafe_contacts.version < excluded.version
        """;
}

/// <summary>Its queue.</summary>
public sealed class MarkContactWhenMadeUnsafeDefinition : ConsumerDefinition<MarkContactWhenMadeUnsafe>;
