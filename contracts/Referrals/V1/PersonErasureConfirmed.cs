namespace Platform.Contracts.Referrals.V1;

/// <summary>A service has destroyed what it held of an erased person. The subject is the erasure, not the person.</summary>
public sealed record PersonErasureConfirmed : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Who confirms, as referrals.</summary>
    public required string Service { get; init; }

    /// <summary>Of how many records the key is destroyed.</summary>
    public required int Keys { get; init; }
}
