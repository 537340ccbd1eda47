using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// What is listed as erased and there again after a restore: the referrals of erased people, and packets whose days were over. Erased once more before
/// the service opens.
/// </summary>
public static class ReplayErasuresOfReferrals
{
    /// <summary>Those of these records that are people with referrals, or referrals.</summary>
    public static async Task EraseAgainAsync(IServiceProvider services, IReadOnlyList<Guid> records, CancellationToken ct)
    {
        await using var work = await services.GetRequiredService<JobDatabase>().BeginAsync(ct);
        var back = await work.QueryAsync<Guid>(FindPeople, new { records = records.ToArray(), subjectLocks = records.Select(Grantee.Number).ToArray() });
        foreach (var personId in back)
        {
            await EraseContentWhenPersonErased.EraseAsync(work, services.GetRequiredService<KeyStore>(), personId, ct);
        }

        work.Execute(Mark, new { records = records.ToArray() });
        await work.CommitAsync();
    }

    private const string FindPeople = """
        select distinct p.person_id from referral_people p join unnest(@records, @subjectLocks) as listed(record, subject_lock) on listed.record = p.person_id
         where not exists (select 1 from erased_people e where e.subject_lock = listed.subject_lock)
        """;

    private const string Mark = "update referrals set packet_state = 'destroyed' where referral_id = any (@records) and packet_state <> 'destroyed'";
}
