namespace Platform.Contracts.Registrations.V1;

/// <summary>A case went to another team of its agency, which accepted it. The subject is the person, its version that of the file.</summary>
public sealed record CaseTransferred : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that owns the case.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>The transfer that was accepted.</summary>
    public required Guid TransferId { get; init; }

    /// <summary>Team that has the case from now on.</summary>
    public required Guid ToTeamId { get; init; }

    /// <summary>User or client who has it in hand.</summary>
    public required Guid CaseworkerId { get; init; }

    /// <summary>Until then who kept it before may still read; the instant itself where there is no handover.</summary>
    public required DateTimeOffset HandoverUntil { get; init; }
}
