using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Registrations.Erasure;

/// <summary>What every erasure does, whoever ordered it: in the database at once, and by the events that others hear.</summary>
internal static class ErasedPerson
{
    /// <summary>By a second person.</summary>
    public const string Approve = "select withdrawn, at_version from approve_erasure(@erasureId) where @personId is not null";

    /// <summary>By a rule, unless the file is held.</summary>
    public const string ByRule = "select withdrawn, at_version from erase_person(@erasureId, @personId, true)";

    /// <summary>Once more, as it had been before a backup was restored.</summary>
    public const string Again = "select withdrawn, at_version from erase_person(@erasureId, @personId, false)";

    private sealed record Ended(Guid? Withdrawn, int AtVersion);

    /// <summary>False when a legal hold stands, or the person is erased already: nothing is done then.</summary>
    public static async Task<bool> EraseAsync(Work work, Guid erasureId, Guid personId, Guid agencyId, string because, string how)
    {
        var ended = await work.QueryAsync<Ended>(how, new { erasureId, personId });
        foreach (var consent in ended.Where(consent => consent.Withdrawn is not null).OrderBy(consent => consent.AtVersion))
        {
            work.Publish(new ConsentWithdrawn { SubjectId = personId, SubjectVersion = consent.AtVersion, OccurredAt = work.Now, ConsentId = consent.Withdrawn!.Value });
        }

        foreach (var file in ended.Where(file => file.Withdrawn is null))
        {
            work.Publish(new PersonErased { SubjectId = personId, SubjectVersion = file.AtVersion, OccurredAt = work.Now, AgencyId = agencyId, ErasureId = erasureId, Because = because });
        }

        return ended.Count > 0;
    }
}
