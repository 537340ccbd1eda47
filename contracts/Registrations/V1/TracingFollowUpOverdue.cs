namespace Platform.Contracts.Registrations.V1;

/// <summary>The last day to look how a family is that was brought together is over, and nobody did. The subject is the search for the family.</summary>
public sealed record TracingFollowUpOverdue : IEvent
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

    /// <summary>Team that has the case, or the agency where it is of none.</summary>
    public required Guid UnitId { get; init; }

    /// <summary>Last day to follow up.</summary>
    public required DateOnly DueOn { get; init; }
}
