using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>A referral as a move finds it.</summary>
internal sealed record Standing(
    Guid ReferralId, Guid FromAgencyId, Guid ToAgencyId, Guid SentBy, string AreaCode, string Status, string Basis, string[] Packages, Guid[] ConsentIds, DateOnly? ConsentUntil, string PacketState,
    bool Approved, string? FollowUp, int Version)
{
    public ReferralStatus State => Enum.Parse<ReferralStatus>(Status, ignoreCase: true);

    public Party PartyOf(Caller caller) => caller.Agency == FromAgencyId ? Party.Sender : Party.Receiver;

    /// <summary>The referral, locked until the move has committed, if the caller sees it; and the refusal when the move is not theirs (403). Not there and not theirs look the same (404).</summary>
    public static Task<(Standing? Found, Refusal? Refusal)> LockAsync(Work work, Guid referralId, ReferralMove move) => FindAsync(work, Lock, referralId, move);

    /// <summary>The same before another service is asked: it holds nobody up, and has to be looked at again.</summary>
    public static Task<(Standing? Found, Refusal? Refusal)> LookAsync(Work work, Guid referralId, ReferralMove move) => FindAsync(work, Look, referralId, move);

    /// <summary>409 with the state when the move is not allowed from it.</summary>
    public Refusal? Refuses(ReferralMove move) => State.Allows(move) ? null : Refusal.WrongState(Status);

    private static async Task<(Standing? Found, Refusal? Refusal)> FindAsync(Work work, string sql, Guid referralId, ReferralMove move)
    {
        var found = await work.QuerySingleOrDefaultAsync<Standing>(sql, new { referralId });
        return found is null ? (null, await NotToMoveAsync(work, referralId))
            : found.PartyOf(work.Caller) != ReferralMoves.By(move) ? (null, Refusal.Forbidden)
            : (found, null);
    }

    // whose case it was before reads on for a while and moves nothing
    private static async Task<Refusal> NotToMoveAsync(Work work, Guid referralId) =>
        await work.QuerySingleOrDefaultAsync<Standing>(Look, new { referralId }) is null ? Refusal.NotFound : Refusal.Forbidden;

    private const string Look = """
        select referral_id, from_agency_id, to_agency_id, sent_by, area_code, status, basis, packages, consent_ids, consent_until, packet_state,
               approved_at is not null as approved, follow_up, version
          from referrals where referral_id = @referralId
        """;

    private const string Lock = $"{Look} for update";
}
