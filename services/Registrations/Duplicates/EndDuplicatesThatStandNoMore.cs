using Platform.Access;

namespace Platform.Registrations.Duplicates;

/// <summary>
/// Ends pairs for which a consent or an agreement has run out, and has those looked at again for which both stand once more. A withdrawal does not wait for this, and the desk
/// sees nothing after the last day of a consent, whether or not this has come by.
/// </summary>
public sealed class EndDuplicatesThatStandNoMore(JobDatabase database, Standings standings, ILogger<EndDuplicatesThatStandNoMore> logger) : Recurring(TimeSpan.FromSeconds(5), logger)
{
    private sealed record Pair(
        Guid DuplicateId, string State, Guid One, Guid AgencyId, string AreaCode, string[]? Packages, Guid OtherAgencyId, string OtherAreaCode, string[]? OtherPackages);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        var standing = standings.Current;
        var lead = standing.Lead;
        await using var work = await database.BeginAsync(ct);
        var pairs = await work.QueryAsync<Pair>(Undecided, new { lead });
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var (over, again) = (pairs.Where(pair => pair.State != "ended" && !Stands(pair)).ToList(), pairs.Where(pair => pair.State == "ended" && Stands(pair)).ToList());
        if (over.Count + again.Count == 0)
        {
            return 0;
        }

        work.Execute("select end_duplicates(@pairs, 'ended')", new { pairs = over.Select(pair => pair.DuplicateId).ToArray() });
        work.Execute("update keyings set linking = 'due' where person_id = any (@people)", new { people = again.Select(pair => pair.One).ToArray() });
        await work.CommitAsync();
        return over.Count;

        bool Stands(Pair pair) => LinkedRecord.MayBeShown(standing, lead, pair.AgencyId, pair.Packages, pair.AreaCode, today)
            && LinkedRecord.MayBeShown(standing, lead, pair.OtherAgencyId, pair.OtherPackages, pair.OtherAreaCode, today);
    }

    private const string Undecided = $"""
        select d.duplicate_id, d.state, d.one, one.agency_id, one.area_code, one.packages, other.agency_id as other_agency_id, other.area_code as other_area_code, other.packages as other_packages
          from duplicates d
          join lateral (select p.agency_id, p.area_code, a.packages from people p left join lateral {LinkedRecord.Consent} on true where p.person_id = d.one) one on true
          join lateral (select p.agency_id, p.area_code, a.packages from people p left join lateral {LinkedRecord.Consent} on true where p.person_id = d.other) other on true
         where d.state in ('open', 'same-proposed') or (d.state = 'ended' and one.packages is not null and other.packages is not null)
        """;
}
