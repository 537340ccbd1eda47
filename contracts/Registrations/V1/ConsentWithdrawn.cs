namespace Platform.Contracts.Registrations.V1;

/// <summary>A person took a consent back: whatever stands on it ends now. The subject is the person, its version that of their consents.</summary>
public sealed record ConsentWithdrawn : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>The consent that no longer stands.</summary>
    public required Guid ConsentId { get; init; }
}
