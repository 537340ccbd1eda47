namespace Platform.Contracts.Identity.V1;

/// <summary>An evacuated team is restored: its people sign in anew, and what it keeps is there as it was. The subject is the team.</summary>
public sealed record TeamRestored : IEvent
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
