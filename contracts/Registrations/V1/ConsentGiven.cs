namespace Platform.Contracts.Registrations.V1;

/// <summary>A person agreed to something. The subject is the person, its version that of their consents.</summary>
public sealed record ConsentGiven : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>The consent.</summary>
    public required Guid ConsentId { get; init; }

    /// <summary>Who may receive.</summary>
    public required Guid RecipientAgencyId { get; init; }

    /// <summary>Code of the purpose.</summary>
    public required string Purpose { get; init; }

    /// <summary>Last day on which it stands.</summary>
    public required DateOnly ExpiresOn { get; init; }
}
