namespace Platform.Contracts.Registrations.V1;

/// <summary>The last day to answer a person's request about their data is over, and it has not been answered. The subject is the request.</summary>
public sealed record SubjectRequestOverdue : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that keeps the file.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>Team that has the case, or the agency where none has.</summary>
    public required Guid UnitId { get; init; }

    /// <summary>Last day to answer.</summary>
    public required DateOnly DueOn { get; init; }
}
