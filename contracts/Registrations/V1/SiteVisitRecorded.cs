namespace Platform.Contracts.Registrations.V1;

/// <summary>A visit to a site was made, or what is told of its day and area was put right. The subject is the visit. Neither the site nor any number travels.</summary>
public sealed record SiteVisitRecorded : IEvent
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

    /// <summary>adm3 P-code.</summary>
    public required string AreaCode { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset VisitedAt { get; init; }
}
