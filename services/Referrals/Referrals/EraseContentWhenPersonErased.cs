using MassTransit;
using Platform.Access;
using Platform.Contracts.Referrals.V1;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>
/// A person was erased: what is open for them is revoked, and in every state the packet, the reasons, the notes and the envelope go, with their key. Steps,
/// clocks, audit and ledger stay. A tombstone is kept for what is being sent at this very moment.
/// </summary>
public sealed class EraseContentWhenPersonErased(JobDatabase database, KeyStore keys) : IConsumer<PersonErased>
{
    private sealed record Sent(Guid ReferralId, Guid FromAgencyId, Guid ToAgencyId, bool Open, int Version);

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<PersonErased> context)
    {
        await using var work = await database.BeginAsync(context);
        if (work is null)
        {
            return;
        }

        var erased = context.Message;
        var destroyed = await EraseAsync(work, keys, erased.SubjectId, context.CancellationToken);
        work.Publish(new PersonErasureConfirmed { SubjectId = erased.ErasureId, SubjectVersion = 1, OccurredAt = work.Now, Service = "referrals", Keys = destroyed });
        await work.CommitAsync();
    }

    /// <summary>The same after a restore. How many referrals there are; done twice it changes nothing more.</summary>
    internal static async Task<int> EraseAsync(Work work, KeyStore keys, Guid personId, CancellationToken ct)
    {
        var subjectLock = Grantee.Number(personId);
        work.LockFirst(subjectLock);   // who is sending holds it until the referral is there to be found
        var sent = await work.QueryAsync<Sent>(LockAll, new { personId });
        Guid[] referrals = [.. sent.Select(referral => referral.ReferralId)];
        // first: a state that says destroyed is never wrong. The person has no key here, and is listed, so that a restored backup is told whose referrals are to go again
        await keys.DestroyAsync([personId, .. referrals], ct);
        foreach (var referral in sent.Where(referral => referral.Open))
        {
            work.Revoke(referral.ReferralId, referral.FromAgencyId, referral.ToAgencyId, referral.Version, "person-erased");
        }

        work.Execute(Erase, new { referrals });
        work.Execute(Bury, new { subjectLock });
        return sent.Count;
    }

    private const string LockAll = """
        select r.referral_id, r.from_agency_id, r.to_agency_id, r.status in ('sent', 'acknowledged', 'accepted') as open, r.version
          from referral_people p join referrals r on r.referral_id = p.referral_id
         where p.person_id = @personId
         order by r.referral_id
           for update of r
        """;

    private const string Erase = "select erase_content(@referrals)";

    private const string Bury = "insert into erased_people (subject_lock, erased_at) values (@subjectLock, access.now()) on conflict do nothing";
}

/// <summary>Its queue.</summary>
public sealed class EraseContentWhenPersonErasedDefinition : ConsumerDefinition<EraseContentWhenPersonErased>;
