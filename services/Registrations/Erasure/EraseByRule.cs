using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Registrations.Erasure;

/// <summary>
/// A file with no open referral and nothing new for as many days as retention.csv says is erased, with the rule's name in place of a person. A legal
/// hold keeps it; 0 days switch the rule off.
/// </summary>
public sealed class EraseByRule(JobDatabase database, IConfiguration configuration, ILogger<EraseByRule> logger) : Recurring(TimeSpan.FromSeconds(10), logger)
{
    private const string Rule = "person-file";

    private static readonly long OneAtATime = Grantee.Number(Grantee.NameBased(Guid.Empty, Rule));

    private readonly int days = configuration.GetValue(CodeList.Retention[Rule]["setting"], CodeList.Retention[Rule].Number("days"));

    private sealed record Due(Guid PersonId, Guid AgencyId, Guid? TeamId);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        if (days <= 0)
        {
            return 0;
        }

        await using var work = await database.BeginAsync(ct);
        work.LockFirst(OneAtATime);
        var due = await work.QueryAsync<Due>(FindDue, new { kept = TimeSpan.FromDays(days) });
        var erased = 0;
        foreach (var file in due)
        {
            var erasureId = Guid.CreateVersion7();
            await work.QueryAsync<int>(Order, new { erasureId, file.PersonId, file.AgencyId, desks = AskForErasure.Desks(file.AgencyId, file.TeamId), because = Rule });
            erased += (await ErasedPerson.EraseAsync(work, erasureId, file.PersonId, file.AgencyId, Rule, ErasedPerson.ByRule)).Count > 0 ? 1 : 0;
        }

        if (erased == due.Count && erased > 0)
        {
            await work.CommitAsync();   // one that was held meanwhile: all of it at the next turn, without that
        }

        return erased == due.Count ? erased : 0;
    }

    // a referral of which nothing was heard is as old as what was handed over for it
    private const string FindDue = """
        select p.person_id, p.agency_id, p.team_id from people p, lateral (select files_of(p.person_id) as files) o
         where p.erased_at is null and p.merged_into is null and p.updated_at < access.now() - @kept
           and not exists (select 1 from consents c where c.person_id = any (o.files) and greatest(c.given_at, c.withdrawn_at) >= access.now() - @kept)
           and not exists (select 1 from person_encounters m where m.person_id = any (o.files) and m.recorded_at >= access.now() - @kept)
           and not exists (select 1 from access.disclosures d left join handed_on h on h.referral_id = d.referral
                            where d.person = any (o.files)
                              and (d.at >= access.now() - @kept or h.ended_at >= access.now() - @kept or (h.referral_id is not null and h.ended_at is null)))
           and not exists (select 1 from erasures e where e.person_id = p.person_id and e.status <> 'withdrawn')
           and not exists (select 1 from unnest(o.files) as f where on_hold(f))
         order by p.updated_at limit 50
        """;

    internal const string Order = """
        insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_at)
        values (@erasureId, @personId, @agencyId, @desks, @because, 'asked', access.now())
        returning 1
        """;
}
