namespace Platform.Contracts.Registrations.V1;

/// <summary>The last day to follow up a visit to a site is over, and the visit is not closed. The subject is the visit.</summary>
public sealed record SiteFollowUpOverdue : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that visited.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>Team of who recorded the visit, or the agency where they are of none.</summary>
    public required Guid UnitId { get; init; }

    /// <summary>Last day to follow up.</summary>
    public required DateOnly DueOn { get; init; }
}
