using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>Notices: a reference and what happened to it, for a desk; never a name.</summary>
internal static class Telling
{
    public static void TellSender(this Work work, Standing referral, string kind) => work.Tell(referral.ReferralId, Grantee.Desk(referral.FromAgencyId, "focal-point"), kind);

    public static void TellReceiver(this Work work, Standing referral, string kind) => work.Tell(referral.ReferralId, Grantee.Desk(referral.ToAgencyId, "focal-point"), kind);

    public static void Tell(this Work work, Guid referralId, Guid grantee, string kind) => work.Tell(referralId, kind, [grantee]);

    /// <summary>One notice for several desks: who sits at more than one of them reads it once.</summary>
    public static void Tell(this Work work, Guid referralId, string kind, Guid[] grantees, string? clock = null, int? level = null, string? areaCode = null) =>
        work.Execute(Insert, new { noticeId = Guid.CreateVersion7(), grantees, referralId, kind, clock, level, areaCode });

    private const string Insert = """
        insert into notices (notice_id, grantee, referral_id, kind, clock, level, area_code, at)
        select @noticeId, grantee, @referralId, @kind, @clock, @level, @areaCode, access.now() from unnest(@grantees) as grantee
        """;
}
