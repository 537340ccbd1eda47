namespace Platform.Contracts.Identity.V1;

/// <summary>A suspended agency may act again. The subject is the agency.</summary>
public sealed record AgencyReinstated : IEvent
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
