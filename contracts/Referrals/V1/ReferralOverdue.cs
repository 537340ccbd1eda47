namespace Platform.Contracts.Referrals.V1;

/// <summary>A clock of the referral ran out without an answer. The subject is the referral.</summary>
public sealed record ReferralOverdue : IEvent
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

    /// <summary>acknowledge or decide.</summary>
    public required string Clock { get; init; }

    /// <summary>1: both focal points are told; 2: the area's coordinator.</summary>
    public required int Level { get; init; }
}
