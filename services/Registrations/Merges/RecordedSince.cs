using Platform.Access;

namespace Platform.Registrations.Merges;

/// <summary>Something that was recorded in a file after another was merged into it: <c>kind</c> as its route is called, its id there, and when.</summary>
public sealed record RecordedSince(string Kind, Guid Id, DateTimeOffset At)
{
    internal static async Task<IReadOnlyList<RecordedSince>> ReadAsync(Work work, Guid kept, DateTimeOffset since) => await work.QueryAsync<RecordedSince>(Select, new { kept, since });

    // what somebody said, gave or handed over: of whom it is nobody can tell by the file once two people were taken for one
    private const string Select = """
        select kind, id, at from (
            select 'consents' as kind, consent_id as id, given_at as at from consents where person_id = @kept
             union all select 'statuses', status_id, recorded_at from person_statuses where person_id = @kept
             union all select 'programmes', record_id, recorded_at from person_programmes where person_id = @kept
             union all select 'encounters', encounter_id, recorded_at from person_encounters where person_id = @kept
             union all select 'attachments', attachment_id, recorded_at from person_attachments where person_id = @kept and removed_at is null
             union all select 'requests', request_id, recorded_at from subject_requests where person_id = @kept
             union all select 'family', link_id, recorded_at from family_links where person_id = @kept
             union all select 'separation', separation_id, recorded_at from separations where person_id = @kept
             union all select 'household', member_id, recorded_at from household_members where person_id = @kept
             union all select 'tracing', tracing_id, recorded_at from tracings where person_id = @kept
             union all select 'disclosures', coalesce(referral, recipient), at from access.disclosures where person = @kept) recorded
         where at > @since order by at, id limit 500
        """;
}
