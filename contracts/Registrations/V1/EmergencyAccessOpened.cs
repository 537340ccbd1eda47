namespace Platform.Contracts.Registrations.V1;

/// <summary>Somebody of the agency opened a file that is not theirs, in an emergency and for an hour. The subject is that access, not the person.</summary>
public sealed record EmergencyAccessOpened : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>The agency, of who opened it and of the file.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>User or client who opened it.</summary>
    public required Guid OpenedBy { get; init; }

    /// <summary>Team that has the case, or the agency where none has.</summary>
    public required Guid UnitId { get; init; }

    /// <summary>User or client who has the case in hand.</summary>
    public required Guid CaseworkerId { get; init; }

    /// <summary>From then on they read nothing of it any more.</summary>
    public required DateTimeOffset Until { get; init; }
}
