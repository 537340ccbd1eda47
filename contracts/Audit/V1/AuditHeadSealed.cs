namespace Platform.Contracts.Audit.V1;

/// <summary>A service sealed the next link of its audit chain; others keep the head. The subject is the service, its version the link's number.</summary>
public sealed record AuditHeadSealed : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>The service, as <c>registrations</c>.</summary>
    public required string Service { get; init; }

    /// <summary>SHA-256, in hexadecimal.</summary>
    public required string Hash { get; init; }
}
