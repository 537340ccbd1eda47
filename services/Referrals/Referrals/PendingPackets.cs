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

    private sealed record Pending(Guid ReferralId, Guid PersonId, Guid ToAgencyId, string AreaCode, string Basis, string[] Packages, int Version, byte[] SealedToken, byte[] Sealed);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        foreach (var pending in await work.QueryAsync<Pending>(LockPending))
        {
            var key = await keys.GetAsync(pending.ReferralId, ct);
            if (key is null)
            {
                continue;
            }

            var ask = new PersonAuthority.Ask(pending.PersonId, "service-referral", pending.Packages, pending.ToAgencyId, pending.AreaCode, pending.ReferralId, pending.Basis);
            var (handed, refusal) = await authority.HandOverAsync(ask, ct, key.Open<string>(Token, pending.SealedToken));
            if (refusal?.StatusCode == 503)
            {
                break;   // it still does not answer: nobody else's packet can be fetched either
            }

            work.Execute(Forget, new { pending.ReferralId });
            if (handed is null)
            {
                Refused(logger, pending.ReferralId, refusal?.StatusCode);
                continue;
            }

            var packet = key.Open<Packet>(Packet.Name, pending.Sealed) with { Identity = handed.Identity, Contact = handed.Contact };
            work.Update(Complete, new { pending.ReferralId, packet = key.Seal(Packet.Name, packet) });
            work.Update(Hold, new { pending.ReferralId, handed.PersonVersion });
            work.Execute(Disclose, new { pending.ReferralId });
            work.Remember(pending.ReferralId, pending.Version + 1, "packet-followed");
        }

        work.Execute(ForgetEnded);
        await work.CommitAsync();
        return 0;   // what was refused is not asked again at once
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The packet of referral {Referral} was refused with {Status}; it stays pending until its sender looks again")]
    private static partial void Refused(ILogger logger, Guid referral, int? status);

    internal const string Lend = """
        insert into pending_packets (referral_id, sealed_token)
        select @referralId, @token where exists (select 1 from referrals where referral_id = @referralId and sent_by = access.caller())
        on conflict (referral_id) do update set sealed_token = excluded.sealed_token, lent_at = clock_timestamp()
        """;

    private const string LockPending = """
        select r.referral_id, s.person_id, r.to_agency_id, r.area_code, r.basis, r.packages, r.version, t.sealed_token, p.sealed
          from pending_packets t
          join referrals r on r.referral_id = t.referral_id
          join referral_people s on s.referral_id = r.referral_id
          join referral_packets p on p.referral_id = r.referral_id
         where r.packet_state = 'pending' and r.status in ('sent', 'acknowledged', 'accepted')
         order by r.sent_at limit 20
           for update of t, r skip locked
        """;

    private const string Forget = "delete from pending_packets where referral_id = @referralId";

    private const string ForgetEnded = """
        delete from pending_packets t using referrals r
         where r.referral_id = t.referral_id and r.status not in ('sent', 'acknowledged', 'accepted')
        """;

    private const string Disclose = "select disclose_packet(@referralId)";

    private const string Complete = "update referral_packets set sealed = @packet where referral_id = @referralId";

    // last: from here on the packet is no longer this login's to change, and who waits for the row to mark its contact finds its version
    private const string Hold = "update referrals set packet_state = 'held', person_version = @personVersion, version = version + 1 where referral_id = @referralId";
}
