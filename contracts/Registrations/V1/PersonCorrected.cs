namespace Platform.Contracts.Registrations.V1;

/// <summary>A file was put right as the person had asked: who holds an older copy of these packages holds something wrong. The subject is the person, its version that of the file from which they are right.</summary>
public sealed record PersonCorrected : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Codes of the packages that changed, never what is in them.</summary>
    public required IReadOnlyList<string> Packages { get; init; }
}
