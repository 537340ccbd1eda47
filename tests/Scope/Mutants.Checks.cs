using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>
/// And each policy by which a request may write a row, whole and part by part: with a condition taken away, some member writes a row that the
/// reference model does not let them write.
/// </summary>
public sealed partial class Mutants
{
    /// <summary>What would be written: rows of the same columns, the id by which one is told from another, and those that a member may write.</summary>
    private sealed record Written(string Key, string Rows, Func<Member, IEnumerable<Guid>> Expected);

    private async Task ChecksAsync(NpgsqlConnection database, string service, Dictionary<Mutant, string?> noticed)
    {
        var written = service == "registrations" ? await FilesAsync(database) : await MovesAsync(database);
        await ExecuteAsync(database, $"create schema candidates; grant usage on schema candidates to {platform.NameOf(service)}_app");
        foreach (var check in await ConditionsAsync(database, service))
        {
            var (name, table) = ($"{check.Table} by {check.Name}", check.Table);
            if (WithoutModel.Contains(table) && !written.ContainsKey(name)) continue;

            var rows = written[name];
            await ExecuteAsync(database, $"savepoint checked; create table candidates.rows as {rows.Rows}; grant select on candidates.rows to {platform.NameOf(service)}_app; {Tried}");   // a function of its own, that remembers no other rows' types
            var reach = new Reach($"select candidates.tried('{table}', '{rows.Key}', {check.ForUpdate})", rows.Expected);
            foreach (var (part, by, whole) in Parts(check.Condition).Prepend(("", "", check.Condition)))
            {
                await AlterCheckAsync(database, service, check, whole);
                var difference = await DifferenceAsync(database, service, reach);
                await ExecuteAsync(database, "rollback to mutated");
                if (part.Length > 0) noticed[new(service, table, check.Name, part, by, whole)] = difference;
                else Assert.Null(difference is null ? null : $"{service}, {name}, as it is: {difference}");
            }

            await ExecuteAsync(database, "rollback to checked");
        }
    }

    private async Task<Dictionary<string, Written>> FilesAsync(NpgsqlConnection database)
    {
        string GrantOf(Member member, Guid person) => given.GetValueOrDefault((member.Id, person)) is { Length: > 0 } and not ReadOnly ? given[(member.Id, person)] : "";
        bool Keeps(Member member, Person person, string package = "") =>
            ReferenceModel.Keeps(member, person) || (GrantOf(member, person.Id) is { Length: > 0 } packages && packages.Contains(package, StringComparison.Ordinal));
        Func<Member, IEnumerable<Guid>> Kept(string package = "") => member => world.People.Where(person => Keeps(member, person, package)).Select(person => person.Id);
        IEnumerable<Guid> OfTheAgency(Member member) => world.People.Where(person => person.Agency == member.Agency).Select(person => person.Id);

        // an offer of each member that is right, one of a case that is not theirs, of one that was theirs or is so for another reason, and those that are wrong in one thing
        List<(Member Member, Guid Id, bool IsRight)> offers = [];
        List<string> offered = [];
        var somebody = Guid.NewGuid();
        foreach (var member in world.Members)
        {
            void Add(Guid person, bool isRight, Guid? agency = null, Guid? by = null, string status = "offered")
            {
                offers.Add((member, Guid.CreateVersion7(), isRight));
                offered.Add($"('{offers[^1].Id}'::uuid, '{agency ?? member.Agency.Id}'::uuid, '{person}'::uuid, '{by ?? member.Id}'::uuid, '{status}')");
            }

            foreach (var person in world.People.Where(person => ReferenceModel.Keeps(member, person)).Take(1).Select(person => person.Id))
            {
                Add(person, isRight: true);
                Add(person, isRight: false, agency: somebody);
                Add(person, isRight: false, by: somebody);
                Add(person, isRight: false, status: "accepted");
            }

            foreach (var person in world.People.Where(person => !ReferenceModel.Sees(member, person)).Take(6).Select(person => person.Id)) Add(person, isRight: false);
            foreach (var over in lost.Where(one => one.Member == member.Id)) Add(over.Record, isRight: false);
        }

        // a request of a person taken down by each member: one that is right and those that are wrong in one thing, and of people who are theirs for another reason or not at all
        List<(Member Member, Guid Id, bool IsRight)> requests = [];
        List<string> requested = [];
        foreach (var member in world.Members)
        {
            void Ask(Person person, bool isRight, Guid? agency = null, Guid? by = null)
            {
                requests.Add((member, Guid.CreateVersion7(), isRight));
                requested.Add($"('{requests[^1].Id}'::uuid, '{agency ?? member.Agency.Id}'::uuid, '{person.Id}'::uuid, '{by ?? member.Id}'::uuid)");
            }

            foreach (var person in world.People.Where(person => ReferenceModel.Keeps(member, person)).Take(1))
            {
                Ask(person, isRight: true);
                Ask(person, isRight: false, agency: somebody);
                Ask(person, isRight: false, by: somebody);
            }

            foreach (var person in world.People.Where(person => !ReferenceModel.Sees(member, person)).Take(6)) Ask(person, Keeps(member, person) || Given(member, person));
        }

        // and of what is told of it: whose offer it is, and whether it stands
        List<(Guid Member, Guid Id, bool IsRight)> told = [];
        foreach (var member in world.Members)
        {
            foreach (var (by, status) in ((Guid, string)[])[(member.Id, "offered"), (member.Id, "withdrawn"), (somebody, "offered")])
            {
                told.Add((member.Id, Guid.CreateVersion7(), by == member.Id && status == "offered"));
                await ExecuteAsync(database, $"""
                    insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at)
                    values ('{told[^1].Id}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{by}', 0, '{status}', now())
                    """);
            }
        }

        var toldOf = $"(values {string.Join(", ", told.Select(one => $"('{one.Id}'::uuid)"))}) as t (id)";
        IEnumerable<Guid> tells(Member member) => told.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id);
        var withdrawn = await IdsAsync(database, "select erasure_id from erasures where status = 'withdrawn'");
        var ended = await IdsAsync(database, "select transfer_id from transfers where status in ('rejected', 'withdrawn')");
        var confirmations = world.Members.ToDictionary(member => member.Id, _ => Guid.CreateVersion7());
        foreach (var (member, id) in confirmations)
        {
            await ExecuteAsync(database, $"""
                insert into emergency_accesses (access_id, person_id, agency_id, to_desk, opened_by, reason, opened_at, until, confirm_by, confirmed_by)
                values ('{id}', '{id}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', now(), now(), now(), '{member}')
                """);
        }

        List<(Guid Id, Guid By)> confirmed = [];   // those of the world, too
        foreach (var member in world.Members)
        {
            confirmed.AddRange((await IdsAsync(database, $"select access_id from emergency_accesses where confirmed_by = '{member.Id}'")).Select(id => (id, member.Id)));
        }

        return new(Own())
        {
            ["people by file_opened"] = new("person_id", "select * from people", OfTheAgency),
            ["people by file_changed"] = new("person_id", "select * from people limit 0", Kept()),
            ["person_identities by identity_by_package"] = new("person_id", "select * from person_identities", Kept("identity")),
            ["person_contacts by contact_by_package"] = new("person_id", "select * from person_contacts", Kept("contact")),
            ["person_search_keys by own_agencys_keys"] = new("person_id", "select distinct on (person_id) * from person_search_keys", member => world.People.Where(person => person.Agency == member.Agency && !person.Erased).Select(person => person.Id)),
            ["consents by consents_with_the_file"] = new("consent_id", "select * from consents", member => world.Consents.Where(consent => Keeps(member, consent.Person) || Given(member, consent.Person)).Select(consent => consent.Id)),
            ["erasures by keeper_asks"] = await AskedAsync(database),
            ["erasures by sides_withdraw"] = new("erasure_id", "select * from erasures limit 0", _ => withdrawn),
            ["transfers by keeper_offers"] = new("transfer_id", $$"""
                select (jsonb_populate_record(t.line, jsonb_build_object('transfer_id', o.id, 'agency_id', o.agency, 'person_id', o.person, 'offered_by', o.by_member, 'status', o.status))).*
                  from (select l as line from transfers l limit 1) t, (values {{string.Join(", ", offered)}}) as o (id, agency, person, by_member, status)
                """, member => offers.Where(offer => offer.Member == member && offer.IsRight).Select(offer => offer.Id)),
            ["transfers by sides_end"] = new("transfer_id", "select * from transfers limit 0", _ => ended),
            ["transfer_outlines by outline_written"] = new("transfer_id", $"select id as transfer_id, 'female' as sex, '18-59' as age_band, 'LY0211' as adm2, 'urban' as setting from {toldOf}", tells),
            ["transfer_notes by note_written"] = new("transfer_id", $"select id as transfer_id, ''::bytea as sealed from {toldOf}", tells),
            ["subject_requests by request_recorded"] = new("request_id", $$"""
                select (jsonb_populate_record(r.line, jsonb_build_object('request_id', o.id, 'agency_id', o.agency, 'person_id', o.person, 'recorded_by', o.by_member))).*
                  from (select l as line from subject_requests l limit 1) r, (values {{string.Join(", ", requested)}}) as o (id, agency, person, by_member)
                """, member => requests.Where(request => request.Member == member && request.IsRight).Select(request => request.Id)),
            ["subject_requests by request_moved"] = new("request_id", "select * from subject_requests limit 0", member => asked
                .Where(request => KeepsFileOf(member, request) || (IsOfficerOf(member, request) && request.ProposedBy is null)).Select(request => request.Id)),
            ["subject_request_texts by text_written"] = new("request_id", "select person_id as request_id, person_id, null::bytea as asked, null::bytea as through, null::bytea as answer from people",
                member => world.People.Where(person => Keeps(member, person) || Given(member, person)).Select(person => person.Id)),
            ["subject_request_texts by text_changed"] = new("request_id", "select * from subject_request_texts limit 0", member => asked.Where(request => KeepsFileOf(member, request)).Select(request => request.Id)),
            ["emergency_accesses by confirmed_by_another"] = new("access_id", "select * from emergency_accesses limit 0", member => confirmed.Where(one => one.By == member.Id).Select(one => one.Id)),
        };
    }

    private Task<Dictionary<string, Written>> MovesAsync(NpgsqlConnection database)
    {
        _ = database;
        var extras = added;
        Func<Member, IEnumerable<Guid>> Of(Func<Member, Referral, bool> may, Func<Extra, bool> extra) => member => world.Referrals.Where(referral => may(member, referral)).Select(referral => referral.Id)
            .Concat(extras.Where(planted => planted.Holder == member.Agency && member.Is("focal-point") && extra(planted)).Select(planted => planted.Id));
        var sends = Of(ReferenceModel.MovesAsSender, extra => extra is { Row: true, Sent: true, ReadOnly: false });
        var moves = Of((member, referral) => ReferenceModel.MovesAsSender(member, referral) || ReferenceModel.SeesAsReceiver(member, referral), extra => extra is { Row: true, ReadOnly: false });
        string All(string table, string more = "") => $$"""
            select (jsonb_populate_record(one.line, jsonb_build_object('referral_id', r.referral_id{{more}}))).* from referrals r, (select l as line from {{table}} l limit 1) one
            """;

        // a referral of each member's own that is right, and those that are wrong in one thing
        List<(Guid Member, Guid Id, bool IsRight)> sent = [];
        List<string> rows = [];
        List<(Guid Member, Guid Id, bool IsRight)> steps = [];
        List<string> stepRows = [];
        var (somebody, number) = (Guid.NewGuid(), 0);
        foreach (var member in world.Members)
        {
            foreach (var (agency, by, status) in ((Guid, Guid, string)[])[(member.Agency.Id, member.Id, "sent"), (somebody, member.Id, "sent"), (member.Agency.Id, somebody, "sent"), (member.Agency.Id, member.Id, "accepted")])
            {
                sent.Add((member.Id, Guid.CreateVersion7(), (agency, by, status) == (member.Agency.Id, member.Id, "sent")));
                rows.Add($"('{sent[^1].Id}'::uuid, '{agency}'::uuid, '{by}'::uuid, '{status}')");
            }

            // a step of each referral that is theirs to move, and of some that are not
            var theirs = moves(member).ToHashSet();
            foreach (var referral in theirs.Take(1).Concat(world.Referrals.Take(8).Select(referral => referral.Id).Concat(extras.Select(extra => extra.Id)).Where(id => !theirs.Contains(id))))
            {
                foreach (var (agency, by) in theirs.Contains(referral) ? ((Guid, Guid)[])[(member.Agency.Id, member.Id), (somebody, member.Id), (member.Agency.Id, somebody)] : [(member.Agency.Id, member.Id)])
                {
                    steps.Add((member.Id, Guid.CreateVersion7(), theirs.Contains(referral) && (agency, by) == (member.Agency.Id, member.Id)));
                    stepRows.Add($"('{steps[^1].Id}', '{referral}'::uuid, '{agency}'::uuid, '{by}'::uuid, {++number})");
                }
            }
        }

        return Task.FromResult(new Dictionary<string, Written>(Own())
        {
            ["referrals by sender_sends"] = new("referral_id", $$"""
                select (jsonb_populate_record(r.line, jsonb_build_object('referral_id', s.id, 'from_agency_id', s.agency, 'sent_by', s.by_member, 'status', s.status))).*
                  from (select l as line from referrals l limit 1) r, (values {{string.Join(", ", rows)}}) as s (id, agency, by_member, status)
                """, member => sent.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["referrals by both_sides_move"] = new("referral_id", "select * from referrals limit 0", moves),
            ["referral_people by sender_knows_whom"] = new("referral_id", All("referral_people"), sends),
            ["referral_consents by sender_names_consents"] = new("referral_id", All("referral_consents"), sends),
            ["referral_envelopes by envelope_written"] = new("referral_id", All("referral_envelopes"), sends),
            ["referral_packets by packet_written"] = new("referral_id", All("referral_packets"), sends),
            ["referral_bases by sender_says_why"] = new("referral_id", All("referral_bases"), sends),
            ["referral_clocks by clocks_of_both"] = new("referral_id", All("referral_clocks"), moves),
            ["notices by sides_notify"] = new("referral_id", All("notices", ", 'notice_id', gen_random_uuid(), 'record', null"), moves),
            ["pending_packets by sender_lends"] = new("referral_id", "select referral_id, ''::bytea as sealed_token, now() as lent_at from referrals", sends),
            // its code says which of the rows it is
            ["referral_history by history_written"] = new("code::uuid", $$"""
                select (jsonb_populate_record(h.line, jsonb_build_object('code', s.id, 'referral_id', s.referral, 'by_agency', s.agency, 'by_caller', s.by_member, 'version', 1000 + s.number))).*
                  from (select l as line from referral_history l limit 1) h, (values {{string.Join(", ", stepRows)}}) as s (id, referral, agency, by_member, number)
                """, member => steps.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["services_offered by directory_added"] = new("agency_id", "select (jsonb_populate_record(s.line, jsonb_build_object('demo', demo.is_demo))).* from (select distinct on (l.agency_id) l as line from services_offered l) s, (values (true), (false)) as demo (is_demo)",
                member => world.Agencies.Where(agency => agency == member.Agency && agency.HoldsCases).Select(agency => agency.Id)),
        });
    }

    /// <summary>What every service keeps in the caller's own name.</summary>
    private Dictionary<string, Written> Own()
    {
        List<(Guid Member, Guid Id, bool IsRight)> entries = [];
        List<string> rows = [];
        var somebody = Guid.NewGuid();
        foreach (var member in world.Members)
        {
            foreach (var (by, agency) in ((Guid, Guid)[])[(member.Id, member.Agency.Id), (somebody, member.Agency.Id), (member.Id, somebody)])
            {
                entries.Add((member.Id, Guid.CreateVersion7(), (by, agency) == (member.Id, member.Agency.Id)));
                rows.Add($"('{entries[^1].Id}'::uuid, '{by}'::uuid, '{agency}'::uuid)");
            }
        }

        IEnumerable<Guid> own(Member member) => entries.Where(entry => entry.Member == member.Id && entry.IsRight).Select(entry => entry.Id);
        var named = $"(values {string.Join(", ", rows)}) as e (id, by_member, agency)";
        return new()
        {
            ["access.audit by entered_in_ones_own_name"] = new("records[1]", $$"""
                select (jsonb_populate_record(a.line, jsonb_build_object('caller', e.by_member, 'agency', e.agency, 'records', array[e.id]))).* from (select l as line from access.audit l limit 1) a, {{named}}
                """, own),
            ["access.disclosures by disclosed_in_ones_own_name"] = new("referral", $$"""
                select (jsonb_populate_record(d.line, jsonb_build_object('by_caller', e.by_member, 'by_agency', e.agency, 'referral', e.id))).* from (select l as line from access.disclosures l limit 1) d, {{named}}
                """, own),
        };
    }

    private async Task<List<Policy>> ConditionsAsync(NpgsqlConnection database, string service)
    {
        await using var command = new NpgsqlCommand("""
            select polrelid::regclass::text, polname::text, polcmd = 'w', pg_get_expr(polwithcheck, polrelid)
              from pg_policy where polcmd in ('a', 'w', '*') and polroles @> array[$1::regrole::oid] and pg_get_expr(polwithcheck, polrelid) <> 'true' order by 1, 2
            """, database) { Parameters = { new() { Value = $"{platform.NameOf(service)}_app" } } };
        await using var reader = await command.ExecuteReaderAsync();
        var policies = new List<Policy>();
        while (await reader.ReadAsync()) policies.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetString(3)));
        return policies;
    }

    /// <summary>All else that has a say is open meanwhile: what the table shows, and what the condition looks at. Rows that would be inserted are not there yet.</summary>
    private async Task AlterCheckAsync(NpgsqlConnection database, string service, Policy check, string condition)
    {
        var open = $"alter policy own_grants on access.grants using ({Reachable});";
        if (check.Table.StartsWith("referral_", StringComparison.Ordinal)) open += "alter policy both_sides_see on referrals using (true);";
        if (check.Table.StartsWith("transfer_", StringComparison.Ordinal)) open += "alter policy sides_see on transfers using (true);";
        if (check.ForUpdate) open += string.Concat((await PoliciesAsync(database, service)).Where(policy => policy.Table == check.Table).Select(policy => $"alter policy {policy.Name} on {policy.Table} using (true);"));
        await LockedAsync(database, $"{open} alter policy {check.Name} on {check.Table} with check ({condition}); {(check.ForUpdate ? "" : $"delete from {check.Table}")}");
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync()) ids.Add(reader.GetGuid(0));
        return ids;
    }

    // the ids of the rows that could be written, each tried by itself
    private const string Tried = """
        create function candidates.tried(written regclass, key text, for_update boolean) returns setof uuid language plpgsql as $tried$
        declare
            one record;
        begin
            for one in execute case when for_update then format('select ctid as at, %s as id from %s', key, written) else format('select c as line, %s as id from candidates.rows c', key) end loop
                begin
                    if for_update then
                        execute format('update %s set %I = %I where ctid = $1', written, key, key) using one.at;
                    else
                        execute format('insert into %s overriding system value select ($1).*', written) using one.line;
                    end if;
                    return next one.id;
                exception
                    when unique_violation or check_violation then return next one.id;   -- let in, and found to be wrong in another way
                    when insufficient_privilege then
                end;
            end loop;
        end $tried$;
        """;
}
