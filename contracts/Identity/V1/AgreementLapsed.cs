namespace Platform.Contracts.Identity.V1;

/// <summary>A data-sharing agreement is over, or a party has left it: what stood on it ends. The subject is the agreement; what it says is read from identity.</summary>
public sealed record AgreementLapsed : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }
}
