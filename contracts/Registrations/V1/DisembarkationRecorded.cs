namespace Platform.Contracts.Registrations.V1;

/// <summary>People were brought ashore, or what is told of the day and the area was put right. The subject is the disembarkation. No number travels.</summary>
public sealed record DisembarkationRecorded : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that recorded it.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>adm3 P-code.</summary>
    public required string AreaCode { get; init; }

    /// <summary>When they were brought ashore.</summary>
    public required DateTimeOffset DisembarkedAt { get; init; }
}
