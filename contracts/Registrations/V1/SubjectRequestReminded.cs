namespace Platform.Contracts.Registrations.V1;

/// <summary>In a week a person's request about their data has to be answered, and has not been yet. The subject is the request.</summary>
public sealed record SubjectRequestReminded : IEvent
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

    /// <summary>User or client who has it in hand.</summary>
    public required Guid CaseworkerId { get; init; }

    /// <summary>Last day to answer.</summary>
    public required DateOnly DueOn { get; init; }
}
