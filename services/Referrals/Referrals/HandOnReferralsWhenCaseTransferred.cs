using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>
/// A case went to another team: what was sent for the person before, open or ended, is from now on its new case worker's and supervisors'. Who held it
/// reads until the handover ends. The agency's own focal points see what they saw.
/// </summary>
public sealed class HandOnReferralsWhenCaseTransferred(JobDatabase database) : IConsumer<CaseTransferred>
{
    private sealed record Transfer(int Version, Guid ToTeamId, Guid CaseworkerId, DateTimeOffset OccurredAt, DateTimeOffset HandoverUntil)
    {
        public Guid Desk => Grantee.Desk(ToTeamId, "supervisor");

        public string? BecauseOf(Guid grantee) => grantee == CaseworkerId ? "assignment" : grantee == Desk ? "supervision" : null;
    }

    private sealed record Sent(Guid ReferralId, string Status, DateTimeOffset SentAt, int? PersonVersion);

    private sealed record Grant(Guid Record, Guid Grantee, string Because);

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<CaseTransferred> context)
    {
        var transferred = context.Message;
        await using var work = await database.BeginAsync(context);
        if (work is null)
        {
            return;
        }

        var subjectLock = Grantee.Number(transferred.SubjectId);
        work.LockFirst(subjectLock);   // who is sending holds it until the referral is there to be found
        var known = await work.QueryAsync<Transfer>(Known, new { subjectLock });
        if (known.TrueForAll(transfer => transfer.Version != transferred.SubjectVersion))
        {
            known.Add(new Transfer(transferred.SubjectVersion, transferred.ToTeamId, transferred.CaseworkerId, transferred.OccurredAt, transferred.HandoverUntil));
        }

        known.Sort((one, other) => one.Version.CompareTo(other.Version));
        var referrals = await work.QueryAsync<Sent>(LockSent, new { personId = transferred.SubjectId });
        var grants = (await work.QueryAsync<Grant>(Held, new { referrals = referrals.Select(referral => referral.ReferralId).ToArray() })).ToLookup(grant => grant.Record);
        foreach (var referral in referrals)
        {
            // what was sent after a transfer was sent by who has it since
            var since = known.FindAll(transfer => referral.PersonVersion is { } version ? transfer.Version > version : transfer.OccurredAt > referral.SentAt);
            if (since.Count > 0)
            {
                HandOn(work, referral, since, [.. grants[referral.ReferralId]]);
            }
        }

        work.Execute(Remember, new
        {
            subjectLock,
            version = transferred.SubjectVersion,
            transferred.AgencyId,
            transferred.ToTeamId,
            transferred.CaseworkerId,
            transferred.OccurredAt,
            transferred.HandoverUntil,
        });
        await work.CommitAsync();
    }

    /// <summary>From all transfers in their order: who had it last keeps it, who had it before reads until the handover after that ends.</summary>
    private static void HandOn(Work work, Sent referral, List<Transfer> since, List<Grant> held)
    {
        var holders = held.Select(grant => grant.Grantee).Concat(since.Select(transfer => transfer.CaseworkerId)).Concat(since.Select(transfer => transfer.Desk)).Distinct();
        List<Grant> over = [];
        foreach (var grantee in holders)
        {
            var last = since.FindLastIndex(transfer => transfer.BecauseOf(grantee) is not null);   // -1: who sent it, and their supervisors
            var (because, until) = last == since.Count - 1 ? (since[last].BecauseOf(grantee)!, (DateTimeOffset?)null) : ("handover", since[last + 1].HandoverUntil);
            var reads = until is null || until > work.Now;
            if (reads)
            {
                work.Execute(Give, new { referral.ReferralId, grantee, because, until, referral.SentAt, referral.Status });
            }

            over.AddRange(held.Where(grant => grant.Grantee == grantee && !(reads && grant.Because == because)));
        }

        if (over.Count > 0)
        {
            work.Execute(Take, new { referral.ReferralId, grantees = over.Select(grant => grant.Grantee).ToArray(), because = over.Select(grant => grant.Because).ToArray() });
        }
    }

    private const string Known = "select version, to_team_id, caseworker_id, occurred_at, handover_until from case_transfers where subject_lock = @subjectLock";

    // locked, so that its place in the lists does not move meanwhile
    private const string LockSent = """
        select r.referral_id, r.status, r.sent_at, r.person_version
          from referral_people p join referrals r on r.referral_id = p.referral_id
         where p.person_id = @personId
         order by r.referral_id
           for update of r
        """;

    private const string Held = """
        select record, grantee, because from access.grants where record = any (@referrals) and because in ('ownership', 'assignment', 'supervision', 'handover')
        """;

    private const string Give = "select access.give(@referralId, @grantee, @because, '{sent}', @until, 'sent', @sentAt, @status)";

    private const string Take = "select access.take(@referralId, @grantees, @because)";

    private const string Remember = """
        insert into case_transfers (subject_lock, version, agency_id, to_team_id, caseworker_id, occurred_at, handover_until)
        values (@subjectLock, @version, @agencyId, @toTeamId, @caseworkerId, @occurredAt, @handoverUntil) on conflict do nothing
        """;
}

/// <summary>Its queue.</summary>
public sealed class HandOnReferralsWhenCaseTransferredDefinition : ConsumerDefinition<HandOnReferralsWhenCaseTransferred>;
