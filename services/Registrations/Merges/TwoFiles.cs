using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Merges;

/// <summary>Two files that are to be merged, locked in the order of their ids, and what speaks against it.</summary>
internal static class TwoFiles
{
    private sealed record Locked(Guid PersonId, Guid? TeamId, Guid CaseworkerId, bool HoldsMerged);

    private sealed record Open(string[] What);

    /// <summary>Whether the caller keeps the file, without locking it.</summary>
    public const string Keeps = """
        select 1 from people p where p.person_id = @personId and exists (
            select 1 from access.grants g where g.record = p.person_id and g.grantee = any ((select access.grantees())::uuid[])
                and g.because not in ('handover', 'break-glass') and (g.until is null or g.until > access.now()))
        """;

    /// <summary>Locks both until the move has committed. Null where they may be merged.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="kept">The file that is kept.</param>
    /// <param name="merged">The duplicate.</param>
    /// <param name="path">The field that names the duplicate, where it may be a wrong one.</param>
    public static async Task<Refusal?> LockAsync(Work work, Guid kept, Guid merged, string? path = null)
    {
        var files = await work.QueryAsync<Locked>(Lock, new { files = new[] { kept, merged } });
        if (files.All(file => file.PersonId != kept))
        {
            return await PersonView.NotToChangeAsync(work, kept);
        }

        if (files.Find(file => file.PersonId == merged) is not { } duplicate)
        {
            var why = await PersonView.NotToChangeAsync(work, merged);
            return path is null || why.Kind == "person-merged" ? why : Refusal.Field(path, Texts.In("No file that you keep.", "ليس ملفاً لديك.", "Aucun dossier que vous suivez."));
        }

        var first = files.Find(file => file.PersonId == kept)!;
        if ((first.TeamId, first.CaseworkerId) != (duplicate.TeamId, duplicate.CaseworkerId))
        {
            return new Refusal(409, "in-other-hands", Texts.In(
                "The files are kept by different people: hand one of them on first.", "الملفان لدى شخصين مختلفين: انقل أحدهما أولاً.", "Les dossiers sont suivis par des personnes différentes : transférez d'abord l'un d'eux."));
        }

        if (duplicate.HoldsMerged)
        {
            return new Refusal(409, "keeps-merged-files", Texts.In(
                "Other files were merged into this one: keep this one, or undo that first.", "دُمجت ملفات أخرى في هذا الملف: احتفظ به، أو ألغِ ذلك أولاً.", "D'autres dossiers ont été fusionnés dans celui-ci : gardez-le, ou annulez cela d'abord."));
        }

        return (await work.QuerySingleOrDefaultAsync<Open>(Unsettled, new { kept, merged }))!.What is { Length: > 0 } open
            ? new Refusal(409, "file-unsettled", Texts.In(
                "Something of these files is open: bring it to its end first.", "في هذين الملفين ما لم يُنجز بعد: أنجزه أولاً.", "Il reste quelque chose d'ouvert dans ces dossiers : terminez-le d'abord."),
                new Dictionary<string, object> { ["open"] = open })
            : null;
    }

    private const string Lock = """
        select p.person_id, p.team_id, p.caseworker_id, exists (select 1 from people m where m.merged_into = p.person_id) as holds_merged
          from people p where p.person_id = any (@files) order by p.person_id for update of p
        """;

    // nobody could end it afterwards in a file that is written in no more, and a hold or an erasure is of one file and not of two
    private const string Unsettled = """
        select array(
            select 'transfer' where transfer_open(@kept) or transfer_open(@merged)
             union all select 'erasure' where erasure_open(@kept) or erasure_open(@merged)
             union all select 'legal-hold' where on_hold(@kept) or on_hold(@merged)
             union all select 'request' where exists (select 1 from subject_requests where person_id = @merged and state in ('received', 'refusal-proposed'))
             union all select 'tracing' where exists (select 1 from tracings where person_id = @merged and state <> 'closed')
             union all select 'kinship' where exists (select 1 from family_links where person_id = @merged and state in ('unverified', 'pending-verification') and ended_at is null)
             union all select 'encounter' where exists (
                select 1 from person_encounters e where e.person_id = @merged and e.follow_up_on is not null
                   and not exists (select 1 from person_encounters n where n.encounter_id = e.encounter_id and n.version > e.version)
                   and not exists (select 1 from person_encounters f where f.follows_up = e.encounter_id))
             union all select 'household' where exists (select 1 from household_members where person_id = @merged and left_at is null)) as what
        """;
}
