namespace Platform.Contracts.Audit.V1;

/// <summary>A service's audit shows more of one caller in an hour than their work explains. The subject is the notice.</summary>
public sealed record UnusualAccessNoticed : IEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required Guid SubjectId { get; init; }

    /// <inheritdoc />
    public required int SubjectVersion { get; init; }

    /// <summary>The service in whose audit it shows, as <c>registrations</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The user or client.</summary>
    public required Guid CallerId { get; init; }

    /// <summary>Their agency.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>many-records, out-of-area, after-reassignment or many-refused.</summary>
    public required string Kind { get; init; }

    /// <summary>How many records, or attempts, it was about.</summary>
    public required int Records { get; init; }

    /// <summary>The hour's first instant.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Its last: when it was noticed.</summary>
    public required DateTimeOffset Until { get; init; }
}
