using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Registrations.Erasure;

/// <summary>What every erasure does, whoever ordered it: in the database at once, and by the events that others hear.</summary>
internal static class ErasedPerson
{
    /// <summary>By a second person.</summary>
    public const string Approve = "select erasure, person, withdrawn, at_version from approve_erasure(@erasureId) where @personId is not null";

    /// <summary>By a rule, unless the file is held.</summary>
    public const string ByRule = "select erasure, person, withdrawn, at_version from erase_files(@erasureId, @personId)";

    /// <summary>Once more, as it had been before a backup was restored.</summary>
    public const string Again = "select @erasureId as erasure, @personId as person, withdrawn, at_version from erase_person(@erasureId, @personId, false)";

    private sealed record Ended(Guid Erasure, Guid Person, Guid? Withdrawn, int AtVersion);

    /// <summary>Whose files were erased: with one what was merged into it. Nobody's when a legal hold stands, or the person is erased already.</summary>
    public static async Task<IReadOnlyList<Guid>> EraseAsync(Work work, Guid erasureId, Guid personId, Guid agencyId, string because, string how)
    {
        var ended = await work.QueryAsync<Ended>(how, new { erasureId, personId });
        foreach (var consent in ended.Where(consent => consent.Withdrawn is not null).OrderBy(consent => consent.AtVersion))
        {
            work.Publish(new ConsentWithdrawn { SubjectId = consent.Person, SubjectVersion = consent.AtVersion, OccurredAt = work.Now, ConsentId = consent.Withdrawn!.Value });
        }

        List<Guid> erased = [];
        foreach (var file in ended.Where(file => file.Withdrawn is null))
        {
            work.Publish(new PersonErased { SubjectId = file.Person, SubjectVersion = file.AtVersion, OccurredAt = work.Now, AgencyId = agencyId, ErasureId = file.Erasure, Because = because });
            erased.Add(file.Person);
        }

        return erased;
    }
}
