using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>On whose word for a child nothing is based.</summary>
internal static class Caregivers
{
    /// <summary>
    /// Why no caregiver can agree to anything for the person: somebody is said to have harmed them, and nobody else whose kinship is verified cares for them. Who else could be
    /// asked is a guardian, or the person.
    /// </summary>
    public static async Task<Refusal?> NobodyAgreesAsync(this Work work, Guid personId, RecordKey key)
    {
        var links = await work.QueryAsync<Link>("select caregiver, sealed from family_links where person_id = @personId", new { personId });
        return links.Exists(link => key.Open<FamilyLinkView.Said>(FamilyLinkView.Said.Name, link.Sealed).AllegedHarm) && !links.Exists(link => link.Caregiver) ? RecordSeparation.NobodyCares() : null;
    }

    private sealed record Link(bool Caregiver, byte[] Sealed);
}
