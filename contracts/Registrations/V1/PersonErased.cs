namespace Platform.Contracts.Registrations.V1;

/// <summary>A person's file was erased: who keeps anything of the person destroys it and confirms. The subject is the person, its version that of the file.</summary>
public sealed record PersonErased : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>Agency that owned the case.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>The erasure that is to be confirmed.</summary>
    public required Guid ErasureId { get; init; }

    /// <summary>Code of erasure-reason.csv, or the rule of retention.csv; restored where a backup had brought the file back.</summary>
    public required string Because { get; init; }
}
