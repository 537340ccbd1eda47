namespace Platform.Contracts.Registrations.V1;

/// <summary>
/// Who holds an older contact of a person must no longer call: a call became unsafe, or the number is no longer theirs. The
/// subject is the person, its version that of the file; what it was or is now is not said.
/// </summary>
public sealed record ContactMadeUnsafe : IEvent
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
