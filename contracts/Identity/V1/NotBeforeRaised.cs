namespace Platform.Contracts.Identity.V1;

/// <summary>Tokens of the subject (a user, client or agency) issued before now are refused. The list itself is read from identity.</summary>
public sealed record NotBeforeRaised : IEvent
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
