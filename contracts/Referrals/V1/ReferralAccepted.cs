namespace Platform.Contracts.Referrals.V1;

/// <summary>The receiving agency takes the referral on, and from now on may read its packet. The subject is the referral.</summary>
public sealed record ReferralAccepted : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that sent it.</summary>
    public required Guid FromAgencyId { get; init; }

    /// <summary>Agency it was sent to.</summary>
    public required Guid ToAgencyId { get; init; }
}
