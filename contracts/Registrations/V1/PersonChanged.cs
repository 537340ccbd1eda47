namespace Platform.Contracts.Registrations.V1;

/// <summary>A person's file was changed or put in other hands. The subject is the person.</summary>
public sealed record PersonChanged : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that owns the case.</summary>
    public required Guid AgencyId { get; init; }
}
