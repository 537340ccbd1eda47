using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>
/// A file was put right as the person had asked: every open packet taken from an older version of what changed is marked, and its receiver told that the copy
/// is outdated. What is right now is not sent after it: the receiver asks the sender.
/// </summary>
public sealed class MarkPacketWhenPersonCorrected(JobDatabase database) : IConsumer<PersonCorrected>
{
    private sealed record Open(Guid ReferralId, Guid ToAgencyId, string PacketState, int ToldVersion, int Version);

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<PersonCorrected> context)
    {
        var corrected = context.Message;
        await using var work = await database.BeginAsync(context);
        if (work is null)
        {
            return;
        }

        string[] packages = [.. corrected.Packages];
        work.LockFirst(Grantee.Number(corrected.SubjectId));   // who is sending holds it until the referral is there to be found
        foreach (var referral in await work.QueryAsync<Open>(LockOpen, new { personId = corrected.SubjectId, packages }))
        {
            // a packet that is still to follow is fetched after this; one taken since then is right
            if (referral.PacketState == "held" && referral.ToldVersion < corrected.SubjectVersion)
            {
                work.Update(Mark, new { referral.ReferralId, since = corrected.OccurredAt, version = corrected.SubjectVersion });
                work.Remember(referral.ReferralId, referral.Version + 1, "person-corrected");
                work.Tell(referral.ReferralId, Grantee.Desk(referral.ToAgencyId, "focal-point"), "person-corrected");
            }
        }

        work.Execute(Keep, new { subjectLock = Grantee.Number(corrected.SubjectId), packages, version = corrected.SubjectVersion, since = corrected.OccurredAt });
        await work.CommitAsync();
    }

    private const string LockOpen = """
        select r.referral_id, r.to_agency_id, r.packet_state, greatest(coalesce(r.person_version, 0), coalesce(r.corrected_version, 0)) as told_version, r.version
          from referral_people p join referrals r on r.referral_id = p.referral_id
         where p.person_id = @personId and r.status in ('sent', 'acknowledged', 'accepted') and r.packages && @packages
         order by r.referral_id
           for update of r
        """;

    // outdated since the first time
    private const string Mark = """
        update referrals set corrected_since = coalesce(corrected_since, @since), corrected_version = @version, version = version + 1 where referral_id = @referralId
        """;

    private const string Keep = """
        insert into corrected_people (subject_lock, package, version, since) select @subjectLock, package, @version, @since from unnest(@packages) as package
        on conflict (subject_lock, package) do update set version = excluded.version, since = excluded.since where corrected_people.version < excluded.version
        """;
}

/// <summary>Its queue.</summary>
public sealed class MarkPacketWhenPersonCorrectedDefinition : ConsumerDefinition<MarkPacketWhenPersonCorrected>;
