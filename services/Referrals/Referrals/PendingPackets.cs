using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// The packet of an emergency follows when the authority on people can be asked: in the sender's name, with the token the
/// sender lent by sending (or by looking again, when that one has grown too old). The service has no power of its own to
/// read a person.
/// </summary>
public sealed partial class PendingPackets(JobDatabase database, KeyStore keys, PersonAuthority authority, ILogger<PendingPackets> logger)
    : Recurring(TimeSpan.FromSeconds(2), logger)
{
    internal const string Token = "token";

    /// <summary>Longer than the authority may take to answer.</summary>
    private static readonly TimeSpan Claimed = TimeSpan.FromSeconds(6);

    private sealed record Pending(Guid ReferralId, Guid PersonId, Guid ToAgencyId, string AreaCode, string Basis, string[] Packages, byte[] SealedToken, byte[] Sealed);

    private sealed record Still(Guid FromAgencyId, int Version, bool Told);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        while (await ClaimAsync(ct) is { } pending)
        {
            try
            {
                if (await FollowsAsync(pending, ct) is false)
                {
                    break;   // it still does not answer: at the next turn another packet is asked for first
                }
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)   // whatever is wrong with one, the others follow
            {
                Failed(logger, failure, pending.ReferralId);
            }
        }

        await using var work = await database.BeginAsync(ct);
        work.Execute(ForgetEnded);
        await work.CommitAsync();
        return 0;   // what was refused is not asked again at once
    }

    private async Task<Pending?> ClaimAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await work.CommitAsync<Pending>(Claim, new { claimed = Claimed });
    }

    /// <summary>False when the authority does not answer. It is asked while nothing is locked; then whoever came first has the word.</summary>
    private async Task<bool> FollowsAsync(Pending pending, CancellationToken ct)
    {
        if (await keys.GetAsync(pending.ReferralId, ct) is not { } key)
        {
            return true;
        }

        var ask = new PersonAuthority.Ask(pending.PersonId, "service-referral", pending.Packages, pending.ToAgencyId, pending.AreaCode, pending.ReferralId, pending.Basis);
        var (handed, refusal) = await authority.HandOverAsync(ask, ct, key.Open<string>(Token, pending.SealedToken));
        if (refusal?.StatusCode == 503)
        {
            return false;
        }

        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(pending.PersonId));   // as who sends: a contact made unsafe since is known by then, or waits and finds the packet
        var still = await work.QuerySingleOrDefaultAsync<Still>(LockStill, new { pending.ReferralId });
        work.Execute(Forget, new { pending.ReferralId, pending.SealedToken });
        if (still is not null && handed is not null)
        {
            var packet = key.Open<Packet>(Packet.Name, pending.Sealed) with { Identity = handed.Identity, Contact = handed.Contact };
            work.Update(Complete, new { pending.ReferralId, packet = key.Seal(Packet.Name, packet) });
            work.Update(Hold, new { pending.ReferralId, handed.PersonVersion });
            work.Execute(Disclose, new { pending.ReferralId });
            work.Remember(pending.ReferralId, still.Version + 1, "packet-followed");
        }
        else if (still is { Told: false })
        {
            Refused(logger, pending.ReferralId, refusal?.StatusCode);
            work.Update(CountRefusal, new { pending.ReferralId });
            work.Remember(pending.ReferralId, still.Version + 1, "packet-refused");
            work.Tell(pending.ReferralId, Grantee.Desk(still.FromAgencyId, "focal-point"), "packet-refused");
        }

        await work.CommitAsync();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The packet of referral {Referral} was refused with {Status}; it stays pending until its sender looks again")]
    private static partial void Refused(ILogger logger, Guid referral, int? status);

    [LoggerMessage(Level = LogLevel.Error, Message = "The packet of referral {Referral} could not follow; it is tried again after the others")]
    private static partial void Failed(ILogger logger, Exception failure, Guid referral);

    internal const string Lend = """
        insert into pending_packets (referral_id, sealed_token)
        select @referralId, @token where exists (select 1 from referrals where referral_id = @referralId and sent_by = access.caller())
        on conflict (referral_id) do update set sealed_token = excluded.sealed_token, lent_at = clock_timestamp(), asked_at = null
        """;

    private const string Claim = """
        with claimed as (
            update pending_packets set asked_at = clock_timestamp()
             where referral_id = (
                select t.referral_id from pending_packets t join referrals r on r.referral_id = t.referral_id
                 where (t.asked_at is null or t.asked_at < clock_timestamp() - @claimed)
                   and r.packet_state = 'pending' and r.status in ('sent', 'acknowledged', 'accepted')
                 order by t.asked_at nulls first, r.sent_at limit 1
                   for update of t skip locked)
            returning referral_id, sealed_token)
        select r.referral_id, s.person_id, r.to_agency_id, r.area_code, r.basis, r.packages, c.sealed_token, p.sealed
          from claimed c
          join referrals r on r.referral_id = c.referral_id
          join referral_people s on s.referral_id = r.referral_id
          join referral_packets p on p.referral_id = r.referral_id
        """;

    private const string LockStill = """
        select from_agency_id, version, exists (select 1 from referral_history h where h.referral_id = r.referral_id and h.event = 'packet-refused') as told
          from referrals r
         where referral_id = @referralId and packet_state = 'pending' and status in ('sent', 'acknowledged', 'accepted')
           for update
        """;

    // the token that was used; one that was lent since then is tried, too
    private const string Forget = "delete from pending_packets where referral_id = @referralId and sealed_token = @sealedToken";

    private const string CountRefusal = "update referrals set version = version + 1 where referral_id = @referralId";

    private const string ForgetEnded = """
        delete from pending_packets t using referrals r
         where r.referral_id = t.referral_id and r.status not in ('sent', 'acknowledged', 'accepted')
        """;

    private const string Disclose = "select disclose_packet(@referralId)";

    private const string Complete = "update referral_packets set sealed = @packet where referral_id = @referralId";

    // last: from here on the packet is no longer this login's to change. A contact made unsafe after it was fetched is marked from the start
    private const string Hold = """
        update referrals r set packet_state = 'held', person_version = @personVersion, version = r.version + 1,
               contact_unsafe_since = (select u.since from unsafe_contacts u where u.subject_lock = r.subject_lock and u.version > @personVersion and 'contact' = any (r.packages)),
               corrected_since = (select min(c.since) from corrected_people c where c.subject_lock = r.subject_lock and c.version > @personVersion and c.package = any (r.packages)),
               corrected_version = (select max(c.version) from corrected_people c where c.subject_lock = r.subject_lock and c.version > @personVersion and c.package = any (r.packages))
         where r.referral_id = @referralId
        """;
}
