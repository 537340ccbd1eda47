using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>That somebody's age is disputed stands with their identity, so that they are a child wherever their age counts: on an envelope, in an export, for another agency.</summary>
internal static class DisputedAge
{
    internal sealed record File(int Version, byte[] Identity);

    // both rows: whoever waited for a change of the file sees what it left
    internal const string Lock = """
        select p.version, i.sealed as identity from people p join person_identities i on i.person_id = p.person_id where p.person_id = @personId for update of p, i
        """;

    /// <summary>Says it, or no longer; a change of the file as any other.</summary>
    public static void Say(Work work, Guid personId, RecordKey key, File file, bool isDisputed)
    {
        var identity = key.Open<Identity>(Identity.Package, file.Identity);
        if (identity.AgeDisputed is true == isDisputed)
        {
            return;
        }

        work.Update("update person_identities set sealed = @sealed where person_id = @personId", new { personId, @sealed = key.Seal(Identity.Package, identity with { AgeDisputed = isDisputed ? true : null }) });
        work.Update("update people set version = version + 1, identity_version = version + 1, updated_at = access.now() where person_id = @personId", new { personId });
        work.Publish(new PersonChanged { SubjectId = personId, SubjectVersion = file.Version + 1, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
    }
}
