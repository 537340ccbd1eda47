using Platform.Access;
using Platform.Registrations.Matching;

namespace Platform.Registrations.Duplicates;

/// <summary>
/// Looks, among people who agreed to it, for records that other agencies or teams keep of the same person, and opens a task at the lead's desk for each pair that is worth a look. Whoever
/// registered them is told nothing, and by nothing that they can measure: it is done later, by a clock. One replica at a time, or two that come at once would not see each other.
/// </summary>
public sealed class FindDuplicates(JobDatabase database, KeyStore keys, MatchKeys matching, Standings standings, ILogger<FindDuplicates> logger) : Recurring(TimeSpan.FromSeconds(2), logger)
{
    /// <summary>Candidates of one record that are opened, the best by their keys.</summary>
    private const int MostOpened = 200;

    private static readonly long OneAtATime = Grantee.Number(Grantee.NameBased(Guid.Empty, "find-duplicates"));

    private sealed record Hit(Guid Asker, Guid PersonId, long Base);

    private sealed record Found(Guid DuplicateId, Guid One, Guid Other, bool Opened);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        var lead = standings.Current.Lead;
        await using var work = await database.BeginAsync(ct);
        work.LockFirst(OneAtATime);
        var due = await work.QueryAsync<LinkedRecord>(LockDue, new { lead });
        if (due.Count == 0)
        {
            return 0;
        }

        var keyOf = await keys.GetAsync([.. due.Select(record => record.PersonId)], ct);
        var linked = due.Where(record => record.ConsentId is not null && keyOf.ContainsKey(record.PersonId)).Select(record => record.Open(keyOf[record.PersonId])).ToList();
        var opened = linked.Select(record => record.Record.PersonId).ToHashSet();
        foreach (var record in due.Where(record => !opened.Contains(record.PersonId)))
        {
            work.Execute(End, new { record.PersonId });
        }

        await MakeKeysAsync(work, due, linked);
        var candidates = await CandidatesAsync(work, linked, lead, ct);
        foreach (var record in linked)
        {
            await OpenPairsAsync(work, record, candidates.Where(candidate => candidate.Asker == record.Record.PersonId).ToList(), lead);
        }

        work.Enter("find-duplicates", DataClass.Identity, opened.Concat(candidates.Select(candidate => candidate.Other.Record.PersonId)).Distinct());
        await work.CommitAsync();
        return due.Count;
    }

    private async Task MakeKeysAsync(Work work, List<LinkedRecord> due, List<LinkedRecord.Opened> linked)
    {
        var made = linked.SelectMany(record => record.Subjects.SelectMany(matching.OfRecord).Distinct().Select(key => (record.Record.PersonId, key.Kind, key.Key))).ToList();
        await work.QueryAsync<int>(DeleteKeys, new { due = due.Select(record => record.PersonId).ToArray(), linked = linked.Select(record => record.Record.PersonId).ToArray() });
        await work.QueryAsync<int>(InsertKeys, new
        {
            people = made.Select(key => key.PersonId).ToArray(),
            kinds = made.Select(key => (int)key.Kind).ToArray(),
            keys = made.Select(key => key.Key).ToArray(),
        });
    }

    private async Task<List<(Guid Asker, long Base, LinkedRecord.Opened Other)>> CandidatesAsync(Work work, List<LinkedRecord.Opened> linked, Guid lead, CancellationToken ct)
    {
        var asked = linked.SelectMany(record => record.Subjects.SelectMany(matching.ToLookFor).Distinct().Select(key => (record.Record, key.Kind, key.Key))).ToList();
        var hits = await work.QueryAsync<Hit>(Probe, new
        {
            people = asked.Select(key => key.Record.PersonId).ToArray(),
            kinds = asked.Select(key => (int)key.Kind).ToArray(),
            keys = asked.Select(key => key.Key).ToArray(),
            most = MostOpened,
        });
        var others = (await work.QueryAsync<LinkedRecord>(Open, new { lead, people = hits.Select(hit => hit.PersonId).Distinct().ToArray() })).ToDictionary(other => other.PersonId);
        var keyOf = await keys.GetAsync(others.Keys, ct);
        var opened = others.Values.Where(other => keyOf.ContainsKey(other.PersonId)).ToDictionary(other => other.PersonId, other => other.Open(keyOf[other.PersonId]));
        return [.. hits.Where(hit => opened.ContainsKey(hit.PersonId)).Select(hit => (hit.Asker, hit.Base, opened[hit.PersonId]))];
    }

    private async Task OpenPairsAsync(Work work, LinkedRecord.Opened mine, List<(Guid Asker, long Base, LinkedRecord.Opened Other)> candidates, Guid lead)
    {
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var standing = standings.Current;
        var pairs = candidates.Select(candidate => (candidate.Other, Score: Best(new Matcher(candidate.Base), mine, candidate.Other)))
            .Where(pair => pair.Score.Band >= MatchBand.Review)
            .Select(pair => (pair.Other, pair.Score, Shown: mine.Record.MayBeShown(standing, lead, today) && pair.Other.Record.MayBeShown(standing, lead, today))).ToList();
        await work.QueryAsync<int>(EndOthers, new
        {
            mine.Record.PersonId,
            alike = pairs.Select(pair => pair.Other.Record.PersonId).ToArray(),
            unshown = pairs.Where(pair => !pair.Shown).Select(pair => pair.Other.Record.PersonId).ToArray(),
        });
        var kept = await work.QueryAsync<Found>(KeepPairs, new
        {
            mine.Record.PersonId,
            ids = pairs.Select(_ => Guid.CreateVersion7()).ToArray(),
            others = pairs.Select(pair => pair.Other.Record.PersonId).ToArray(),
            states = pairs.Select(pair => pair.Shown ? "open" : "ended").ToArray(),   // those are looked at again when an agreement allows it
            bands = pairs.Select(pair => pair.Score.BandCode).ToArray(),
            reasons = pairs.Select(pair => string.Join(' ', pair.Score.ReasonCodes)).ToArray(),
            rules = MatchKeys.Version,
            mine = mine.Side,
            theirs = pairs.Select(pair => pair.Other.Side).ToArray(),
        });
        foreach (var found in kept.Where(found => found.Opened))
        {
            var other = pairs.First(pair => pair.Other.Record.PersonId == (found.One == mine.Record.PersonId ? found.Other : found.One)).Other.Record;
            var last = other.ExpiresOn < mine.Record.ExpiresOn ? other.ExpiresOn!.Value : mine.Record.ExpiresOn!.Value;
            var until = new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            work.Execute(Give, new { found.DuplicateId, desk = Grantee.Desk(lead, "deduplication-desk"), until });
            foreach (var record in ((LinkedRecord[])[mine.Record, other]).Where(record => record.AgencyId != lead))
            {
                work.Execute(Disclose, new { record.PersonId, lead, packages = record.Shown.ToArray(), consents = new[] { record.ConsentId!.Value }, record.AgencyId });
            }
        }
    }

    private static MatchScore Best(Matcher matcher, LinkedRecord.Opened mine, LinkedRecord.Opened other) =>
        mine.Subjects.SelectMany(one => other.Subjects.Select(another => matcher.Score(one, another))).Max();

    private const string LockDue = $"""
        select {LinkedRecord.Columns}
          from keyings k
          join people p on p.person_id = k.person_id
          join person_identities i on i.person_id = k.person_id
          join person_contacts c on c.person_id = k.person_id
          left join lateral {LinkedRecord.Consent} on true
         where k.linking = 'due' limit 50 for update of k skip locked
        """;

    private const string Open = $"""
        select {LinkedRecord.Columns}
          from people p
          join person_identities i on i.person_id = p.person_id
          join person_contacts c on c.person_id = p.person_id
          join lateral {LinkedRecord.Consent} on true
         where p.person_id = any (@people)
        """;

    private const string DeleteKeys = """
        with gone as (delete from link_keys where person_id = any (@due))
        update keyings set linking = case when person_id = any (@linked) then 'linked' else 'none' end where person_id = any (@due)
        """;

    private const string InsertKeys = "insert into link_keys (kind, key, person_id) select k.kind, k.key, k.person_id from unnest(@kinds, @keys, @people) as k (kind, key, person_id)";

    private const string Probe = """
        with asked as (select a.asker, a.kind, a.key from unnest(@people, @kinds, @keys) as a (asker, kind, key)),
        probed as (
            select a.asker, a.kind, a.key, l.person_id
              from asked a
              join people m on m.person_id = a.asker
              join link_keys l on l.kind = a.kind and l.key = a.key and l.person_id <> a.asker
              join people p on p.person_id = l.person_id and (p.agency_id, p.team_id) is distinct from (m.agency_id, m.team_id)),
        base as (select greatest(reltuples, 1)::bigint as records from pg_class where oid = 'people'::regclass),
        weights as (select p.asker, p.kind, p.key, b.records, ln(1 + b.records::float8 / count(*)) as weight from probed p cross join base b group by p.asker, p.kind, p.key, b.records),
        hits as (
            select p.asker, p.person_id, w.records, sum(w.weight) as weight
              from probed p join weights w on w.asker = p.asker and w.kind = p.kind and w.key = p.key
             group by p.asker, p.person_id, w.records)
        select asker, person_id, records as base from (select asker, person_id, records, row_number() over (partition by asker order by weight desc, person_id) as place from hits) ranked where place <= @most
        """;

    private const string End = "select end_duplicates(undecided_duplicates(@personId), 'ended')";

    private const string EndOthers = """
        select 1 from (select
            end_duplicates(array(select duplicate_id from duplicates
                where (one = @personId or other = @personId) and state in ('open', 'same-proposed', 'ended') and one <> all (@alike) and other <> all (@alike)), 'unlike'),
            end_duplicates(array(select duplicate_id from duplicates
                where (one = @personId or other = @personId) and state in ('open', 'same-proposed') and (one = any (@unshown) or other = any (@unshown))), 'ended')) ended
        """;

    // what was decided stays decided
    private const string KeepPairs = """
        with found as (select least(@personId, f.other) as one, greatest(@personId, f.other) as other, f.id, f.state, f.band, f.reasons, f.side, f.other > @personId as is_first
                         from unnest(@ids, @others, @states, @bands, @reasons, @theirs) as f (id, other, state, band, reasons, side)),
        before as (select d.duplicate_id from duplicates d join found f on f.one = d.one and f.other = d.other where d.state = 'open' and d.one_sealed is not null),
        kept as (
            insert into duplicates as d (duplicate_id, one, other, state, band, reasons, rules, one_sealed, other_sealed, found_at, version)
            select id, one, other, state, band, string_to_array(reasons, ' '), @rules, case when state <> 'open' then null when is_first then @mine else side end,
                   case when state <> 'open' then null when is_first then side else @mine end, access.now(), 1
              from found
            on conflict (one, other) do update
                set state = excluded.state, band = excluded.band, reasons = excluded.reasons, rules = excluded.rules, one_sealed = excluded.one_sealed, other_sealed = excluded.other_sealed,
                    decided_by = null, decided_at = null, version = d.version + 1
              where d.state in ('open', 'ended', 'unlike')
            returning d.duplicate_id, d.one, d.other, d.state)
        select k.duplicate_id, k.one, k.other, k.state = 'open' and b.duplicate_id is null as opened from kept k left join before b on b.duplicate_id = k.duplicate_id
        """;

    // in the name of the agency whose file it is, for its auditors; by nobody
    private const string Disclose = """
        insert into access.disclosures (person, recipient, packages, purpose, basis, consents, stage, by_caller, by_agency, at)
        values (@personId, @lead, @packages, 'deduplication', 'consent', @consents, 'disclosed', '00000000-0000-0000-0000-000000000000', @agencyId, access.now())
        """;

    private const string Give = "select access.give(@duplicateId, @desk, 'oversight', '{identity}', @until, 'duplicates', access.now(), 'open')";
}
