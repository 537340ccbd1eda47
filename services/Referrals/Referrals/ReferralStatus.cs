namespace Platform.Referrals.Referrals;

/// <summary>Where a referral stands. Ends are <c>rejected</c>, <c>returned</c>, <c>revoked</c> and <c>closed</c>.</summary>
public enum ReferralStatus
{
    /// <summary>In the receiver's inbox; both clocks run.</summary>
    Sent,

    /// <summary>The receiver has seen it; the clock to decide runs on.</summary>
    Acknowledged,

    /// <summary>The receiver took it on and reads the packet.</summary>
    Accepted,

    /// <summary>The receiver did not take it on.</summary>
    Rejected,

    /// <summary>The receiver gave it back after accepting.</summary>
    Returned,

    /// <summary>Taken back by the sender, or the consent it stood on ended.</summary>
    Revoked,

    /// <summary>The receiver finished.</summary>
    Closed,
}

/// <summary>Which side somebody is on.</summary>
public enum Party
{
    /// <summary>The agency that sent it.</summary>
    Sender,

    /// <summary>The agency it was sent to.</summary>
    Receiver,
}

/// <summary>What can be done with a referral.</summary>
public enum ReferralMove
{
    /// <summary>The receiver has seen it.</summary>
    Acknowledge,

    /// <summary>The receiver takes it on.</summary>
    Accept,

    /// <summary>The receiver does not take it on.</summary>
    Reject,

    /// <summary>The receiver says what came of it.</summary>
    RecordOutcome,

    /// <summary>The receiver gives it back.</summary>
    Return,

    /// <summary>The sender takes it back.</summary>
    Revoke,

    /// <summary>A second person of the sender approves a basis other than consent.</summary>
    Approve,

    /// <summary>The sender says what happens after a rejection or a return.</summary>
    FollowUp,
}

/// <summary>Which move is allowed from which state, and to whom. Pure; the table of the interface.</summary>
public static class ReferralMoves
{
    /// <summary>Who may make the move, in any state.</summary>
    public static Party By(ReferralMove move) => move switch
    {
        ReferralMove.Revoke or ReferralMove.Approve or ReferralMove.FollowUp => Party.Sender,
        _ => Party.Receiver,
    };

    /// <summary>Whether the move is allowed from this state.</summary>
    public static bool Allows(this ReferralStatus status, ReferralMove move) => move switch
    {
        ReferralMove.Acknowledge => status is ReferralStatus.Sent,
        ReferralMove.Accept or ReferralMove.Reject => status is ReferralStatus.Sent or ReferralStatus.Acknowledged,
        ReferralMove.RecordOutcome or ReferralMove.Return => status is ReferralStatus.Accepted,
        ReferralMove.Revoke or ReferralMove.Approve => status.IsOpen(),
        ReferralMove.FollowUp => status is ReferralStatus.Rejected or ReferralStatus.Returned,
        _ => false,
    };

    /// <summary>Not ended.</summary>
    public static bool IsOpen(this ReferralStatus status) => status is ReferralStatus.Sent or ReferralStatus.Acknowledged or ReferralStatus.Accepted;

    /// <summary>The state's code.</summary>
    public static string Code(this ReferralStatus status) => status.ToString().ToLowerInvariant();
}
