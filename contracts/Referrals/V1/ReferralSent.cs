namespace Platform.Contracts.Referrals.V1;

/// <summary>An agency sent a referral to another. The subject is the referral.</summary>
public sealed record ReferralSent : IEvent
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

    /// <summary>emergency, urgent or normal.</summary>
    public required string Priority { get; init; }

    /// <summary>Until when the receiver must acknowledge.</summary>
    public required DateTimeOffset AcknowledgeBy { get; init; }

    /// <summary>Until when the receiver must accept or reject.</summary>
    public required DateTimeOffset RespondBy { get; init; }
}
