namespace Platform.Contracts.Referrals.V1;

/// <summary>The referral was taken back; the receiver must stop and delete. The subject is the referral.</summary>
public sealed record ReferralRevoked : IEvent
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

    /// <summary>sender, consent-withdrawn, consent-expired, agreement-ended or person-erased.</summary>
    public required string Because { get; init; }
}
