namespace Platform.Contracts.Registrations.V1;

/// <summary>A protection officer holds a file: no rule destroys anything of the person while the hold stands. The subject is the hold, not the person.</summary>
public sealed record LegalHoldPlaced : IEvent
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

    /// <summary>Its last day; without one it stands until it is lifted.</summary>
    public DateOnly? Until { get; init; }
}
