namespace Platform.Contracts;

/// <summary>What every event says, whatever it is about. Ids, codes and times only: never a name, a contact, free text, nationality or needs.</summary>
public interface IEvent
{
    /// <summary>Id of this announcement; a repeat bears the same.</summary>
    Guid EventId { get; }

    /// <summary>When it happened, by the clock of the service that says so.</summary>
    DateTimeOffset OccurredAt { get; }

    /// <summary>The record it happened to.</summary>
    Guid SubjectId { get; }

    /// <summary>The record's version from then on: who keeps a copy applies only a higher one.</summary>
    int SubjectVersion { get; }
}
