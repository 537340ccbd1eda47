using Platform.Access;
using Platform.Registrations.People;

namespace Platform.Registrations.Matching;

/// <summary>
/// Makes the keys of records whose keys are of older rules or of another secret. It opens a record to do so, as only it may, enters that in the audit in the
/// service's own name, and keeps nothing of it but the keys. Every replica takes others; one that dies leaves its records as they were.
/// </summary>
public sealed class KeyRecords(JobDatabase database, KeyStore keys, MatchKeys matching, TimeProvider clock, ILogger<KeyRecords> logger) : Recurring(TimeSpan.FromSeconds(2), logger)
{
    private static readonly TimeSpan LookForOlder = TimeSpan.FromMinutes(5);

    private DateTimeOffset looked = DateTimeOffset.MinValue;

    private sealed record Due(Guid PersonId, Guid AgencyId, byte[] Identity);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var due = await work.QueryAsync<Due>(LockDue);
        if (due.Count == 0)
        {
            return await MarkOlderAsync(work);
        }

        var keyOf = await keys.GetAsync([.. due.Select(one => one.PersonId)], ct);
        var made = due.Where(one => keyOf.ContainsKey(one.PersonId))   // of who was erased meanwhile there is nothing to open
            .SelectMany(one => matching.Scoped(one.AgencyId, keyOf[one.PersonId].Open<Identity>(Identity.Package, one.Identity).Names).Select(key => (one.PersonId, one.AgencyId, Key: key))).ToList();
        var people = due.Select(one => one.PersonId).ToArray();
        work.Execute(DeleteKeys, new { people });
        work.Execute(InsertKeys, new { agencies = made.Select(key => key.AgencyId).ToArray(), keys = made.Select(key => key.Key).ToArray(), people = made.Select(key => key.PersonId).ToArray() });
        work.Execute(Stamp, new { people, matching.Stamp });
        work.Enter("key-records", DataClass.Identity, people);
        await work.CommitAsync();
        return due.Count;
    }

    // a part at a time: what is to be made is open to this clock, and should not be for long
    private async Task<int> MarkOlderAsync(Work work)
    {
        if (clock.GetUtcNow() - looked < LookForOlder)
        {
            return 0;
        }

        var marked = (await work.QueryAsync<int>(MarkOlder, new { matching.Stamp })).Count;
        await work.CommitAsync();
        looked = marked == 0 ? clock.GetUtcNow() : looked;
        return marked;
    }

    private const string MarkOlder = """
        update keyings set stamp = 0
         where person_id in (select person_id from keyings where stamp <> 0 and stamp <> @stamp limit 2000 for update skip locked) returning 1
        """;

    private const string LockDue = """
        select k.person_id, p.agency_id, i.sealed as identity
          from keyings k
          join people p on p.person_id = k.person_id
          join person_identities i on i.person_id = k.person_id
         where k.stamp = 0 limit 100 for update of k skip locked
        """;

    private const string DeleteKeys = "delete from person_search_keys where person_id = any (@people)";

    private const string InsertKeys = """
        insert into person_search_keys (agency_id, key, person_id) select k.agency_id, k.key, k.person_id from unnest(@agencies, @keys, @people) as k (agency_id, key, person_id)
        """;

    private const string Stamp = "update keyings set stamp = @stamp, linking = case linking when 'linked' then 'due' else linking end where person_id = any (@people)";
}
