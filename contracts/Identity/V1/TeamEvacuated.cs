namespace Platform.Contracts.Identity.V1;

/// <summary>A team's office was overrun or left: tokens of its people and systems are refused, and what it keeps is out of reach. The subject is the team.</summary>
public sealed record TeamEvacuated : IEvent
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
