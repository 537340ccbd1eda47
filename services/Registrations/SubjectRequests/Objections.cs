using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.SubjectRequests;

/// <summary>What a person objected to is not consented to nor handed over, from the commit that took the objection down until the person takes it back or a second person has confirmed its refusal.</summary>
internal static class Objections
{
    /// <summary>Why it may not be, where an objection stands; asked once the file is locked, so that one that is being taken down shows.</summary>
    public static async Task<Refusal?> ObjectionAsync(this Work work, Guid personId, string purpose, Guid recipient) =>
        await work.QuerySingleOrDefaultAsync<bool>(Stands, new { personId, purpose, recipient })
            ? new Refusal(409, "objection-stands", Texts.In(
                "The person has objected to this. It stands until they take it back.", "اعترض الشخص على هذا، ويبقى اعتراضه قائماً حتى يسحبه.", "La personne s’y est opposée. L’opposition vaut jusqu’à ce qu’elle la retire."))
            : null;

    private const string Stands = """
        select exists (select 1 from subject_requests
                        where person_id = any (files_of(@personId)) and kind = 'objection' and state in ('received', 'refusal-proposed', 'answered')
                          and (purposes = '{}' or @purpose = any (purposes)) and (recipients = '{}' or @recipient = any (recipients)))
        """;
}
