namespace Platform.Contracts.Registrations.V1;

/// <summary>A legal hold was lifted, and rules apply again. The subject is the hold, not the person.</summary>
public sealed record LegalHoldLifted : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Whose file and referrals.</summary>
    public required Guid PersonId { get; init; }
}
