using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>What every change of a referral leaves behind: its place in the lists, its line of history, its clocks.</summary>
internal static class ReferralChange
{
    /// <summary>The referral's rows in the lists follow its state.</summary>
    public static void Moved(this Work work, Guid referralId, ReferralStatus to) =>
        work.Execute("select access.moved(@referralId, @state)", new { referralId, state = to.Code() });

    /// <summary>Who did what, when. The note is sealed with the referral's key.</summary>
    public static void Remember(this Work work, Guid referralId, int version, string @event, string? code = null, DateOnly? nextDate = null, byte[]? note = null) =>
        work.Update(InsertHistory, new { referralId, version, @event, code, nextDate, note });

    /// <summary>Stops one clock, or both.</summary>
    public static void StopClocks(this Work work, Guid referralId, string? only = null) => work.Execute(StopClock, new { referralId, only });

    /// <summary>Seals a note, if there is one.</summary>
    public static byte[]? SealNote(this RecordKey? key, string? note) => note is { Length: > 0 } && key is not null ? key.Seal("note", note) : null;

    /// <summary>Ends the referral, and with it in the same commit all that its receiver read.</summary>
    public static void End(this Work work, Guid referralId, ReferralStatus to, string? reason)
    {
        work.Update(EndReferral, new { referralId, to = to.Code(), reason });
        work.Moved(referralId, to);
        work.StopClocks(referralId);
    }

    private const string InsertHistory = """
        insert into referral_history (referral_id, version, event, at, by_agency, by_caller, code, next_date, note)
        values (@referralId, @version, @event, access.now(), access.agency(), access.caller(), @code, @nextDate, @note)
        """;

    private const string StopClock = "update referral_clocks set next_at = null where referral_id = @referralId and (@only is null or clock = @only)";

    private const string EndReferral = """
        update referrals set status = @to, end_reason = @reason, ended_at = access.now(), overdue_since = null, version = version + 1 where referral_id = @referralId
        """;
}
