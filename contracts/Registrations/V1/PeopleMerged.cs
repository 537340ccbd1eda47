namespace Platform.Contracts.Registrations.V1;

/// <summary>Two files of an agency were found to be of one person. The subject is the file that is kept, its version that of the file; the other points to it, and nothing new is written there.</summary>
public sealed record PeopleMerged : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that keeps both.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>The other file.</summary>
    public required Guid MergedId { get; init; }

    /// <summary>The merge.</summary>
    public required Guid MergeId { get; init; }
}
