namespace Platform.Contracts.Registrations.V1;

/// <summary>The day by which a site should have answered what was asked of it is over. The subject is the request.</summary>
public sealed record SiteRequestOverdue : IEvent
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

    /// <summary>The visit at which it was asked.</summary>
    public required Guid VisitId { get; init; }

    /// <summary>Day by which it should have been answered.</summary>
    public required DateOnly DueOn { get; init; }
}
