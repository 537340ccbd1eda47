namespace Platform.Contracts.Identity.V1;

/// <summary>An agency may not act: no new tokens, and its present ones are refused. The subject is the agency.</summary>
public sealed record AgencySuspended : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }
}
