namespace Platform.Contracts.Registrations.V1;

/// <summary>A merge was undone, and each of the two people has a file of their own again. The subject is the file that was kept, its version that of the file.</summary>
public sealed record MergeReverted : IEvent
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
