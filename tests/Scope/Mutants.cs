using Npgsql;
using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>
/// Each policy by which a request reads or changes rows, whole and part by part: with a condition taken away, or an alternative, some
/// member sees a row more or a row less than the reference model says. Tried in transactions that never commit, beside the running platform.
/// </summary>
public sealed partial class Mutants(RunningPlatform platform, World world)
{
    // for everybody, for operators, of the caller alone, or of rows that no world of this generator has
    private static readonly string[] WithoutModel = ["services_offered", "unsafe_contacts", "case_transfers", "erased_people", "pending_packets", "access.idempotency", "messaging.outbox", "messaging.parked"];

    private const string ReadOnly = "contact,identity";   // the same in another order

    private const string Reachable = "because = 'referral' or not exists (select 1 from access.unreachable u where u.record = grants.record)";   // no record of an evacuated team

    private readonly ReferenceModel model = new(world);
    private readonly string now = $"{DateTimeOffset.UtcNow + (world.Today.ToDateTime(TimeOnly.MinValue) - DateTime.UtcNow.Date):O}";

    private Dictionary<(Guid Member, Guid Person), string> given = [];
    private List<(Guid Member, Guid Record)> lost = [];
    private IReadOnlyList<Extra> added = [];
    private List<Asked> asked = [];

    /// <summary>A policy with one part of its condition replaced.</summary>
    public sealed record Mutant(string Service, string Table, string Policy, string Part, string By, string Whole)
    {
        public override string ToString() => $"{Service}, {Policy} on {Table}: {string.Join(' ', Part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} → {By}";
    }

    /// <summary>A statement that names a record for each row that a member reaches, and the records it must name.</summary>
    private sealed record Reach(string Sql, Func<Member, IEnumerable<Guid>> Expected);

    private sealed record Policy(string Table, string Name, bool ForUpdate, string Condition);

    private sealed record Grant(Guid Grantee, Guid Record, bool Stands);

    /// <summary>What each mutant would have shown or hidden, null where nobody would notice. Without any mutant nothing differs.</summary>
    public async Task<IReadOnlyDictionary<Mutant, string?>> RunAsync()
    {
        var noticed = new Dictionary<Mutant, string?>();
        foreach (var service in (string[])["registrations", "referrals"])
        {
            await using var database = await platform.OpenDatabaseAsync(service);
            await using var transaction = await database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await ExecuteAsync(database, "set local session_replication_role = replica");   // a superuser's: triggers of changes that never come
            var reaches = service == "registrations" ? await PeopleAsync(database) : Referrals(added = await PlantReferralsAsync(database));
            await AddOwnAsync(database, service, reaches);
            var policies = await PoliciesAsync(database, service);
            Assert.Equal([], policies.Select(policy => policy.Table).Distinct().Except(reaches.Keys).Except(WithoutModel));

            List<string> wrong = [];
            foreach (var (table, reach) in reaches)
            {
                if (await DifferenceAsync(database, service, reach) is { } difference) wrong.Add($"{service}, {table}: {difference}");
            }

            Assert.True(wrong.Count == 0, string.Join('\n', wrong));

            foreach (var (policy, part, by, whole) in policies.Where(policy => reaches.ContainsKey(policy.Table)).SelectMany(policy => Parts(policy.Condition).Select(mutated => (policy, mutated.Part, mutated.By, mutated.Whole))))
            {
                await AlterAsync(database, policy, whole);
                noticed[new(service, policy.Table, policy.Name, part, by, whole)] = await DifferenceAsync(database, service, reaches[policy.ForUpdate ? $"{policy.Table} by update" : policy.Table]);
                await ExecuteAsync(database, "rollback to mutated");
            }

            if (Environment.GetEnvironmentVariable("TEST_DEEP") is { Length: > 0 }) await ChecksAsync(database, service, noticed);   // each row by each member: minutes
        }

        return noticed;
    }

    /// <summary>Of five people who are not theirs each member gets a grant that is over, or of one package, or of both for an hour, to keep or to read only: by what they may read.</summary>
    private async Task<Dictionary<(Guid Member, Guid Person), string>> PlantGrantsAsync(NpgsqlConnection database)
    {
        var planted = new Dictionary<(Guid, Guid), string>();
        foreach (var member in world.Members.Where(member => member.Agency.HoldsCases))
        {
            var foreign = world.People.Where(person => !person.Erased && !person.OutOfReach && !ReferenceModel.Sees(member, person)).Take(5).Select(person => person.Id).ToList();
            foreach (var (person, (packages, until)) in foreign.Zip(((string, string)[])[("identity,contact", "-1 second"), ("identity", "1 hour"), ("contact", "1 hour"), ("identity,contact", "1 hour"), (ReadOnly, "1 hour")]))
            {
                planted[(member.Id, person)] = until == "1 hour" ? packages : "";
                await GiveAsync(database, person, member.Id, packages, until, packages == ReadOnly ? "handover" : "oversight");
            }
        }

        // nobody has a grant on who was erased; the policies do not rely on it
        foreach (var member in world.Members.Where(member => Given(member, world.People.Find(person => person.Erased))))
        {
            await GiveAsync(database, world.People.Find(person => person.Erased)!.Id, member.Id, "identity,contact", "1 hour");
        }

        return planted;
    }

    /// <summary>A grant on the first of those who were erased was planted.</summary>
    private bool Given(Member member, Person? person) => person is { Erased: true } && person == world.People.Find(erased => erased.Erased) && member.Agency.HoldsCases;

    private async Task<Dictionary<string, Reach>> PeopleAsync(NpgsqlConnection database)
    {
        var planted = given = await PlantGrantsAsync(database);
        var recipient = Guid.NewGuid();
        foreach (var person in world.People)   // a line of the ledger, and what was heard: of its referral, and of two that are not between these agencies
        {
            List<(Guid Referral, Guid From, Guid To)> heard = [(person.Id, person.Agency.Id, recipient), (Guid.NewGuid(), Guid.NewGuid(), recipient), (Guid.NewGuid(), person.Agency.Id, Guid.NewGuid())];
            foreach (var (referral, from, to) in heard)
            {
                await ExecuteAsync(database, $"""
                    insert into access.disclosures (person, recipient, packages, purpose, basis, consents, referral, stage, by_caller, by_agency, at)
                    values ('{person.Id}', '{recipient}', '{"{}"}', '{(referral == person.Id ? "planted" : "other")}', 'consent', '{"{}"}', '{referral}', 'prepared', '{person.Id}', '{person.Agency.Id}', now());
                    insert into handed_on (referral_id, from_agency_id, to_agency_id, because) values ('{referral}', '{from}', '{to}', 'planted')
                    """);
            }
        }

        foreach (var agency in world.Agencies)   // and a line of somebody whose team is evacuated
        {
            await ExecuteAsync(database, $"""
                insert into access.disclosures (person, recipient, packages, purpose, basis, consents, stage, by_caller, by_agency, at)
                values ('{await PlantUnreachableAsync(database)}', '{recipient}', '{"{}"}', 'planted', 'consent', '{"{}"}', 'prepared', '{agency.Id}', '{agency.Id}', now())
                """);
        }

        var reaches = People(planted, await PlantTransfersAsync(database, planted));
        await AddErasuresAsync(database, reaches);
        var everOpened = await PlantOpenedAsync(database);
        var opened = everOpened.Where(access => !access.IsErased && access.Person is not { OutOfReach: true }).ToList();
        bool IsTold(Member member, Opened access) => NamesOf(member).Contains(access.Desk);
        reaches["emergency_accesses"] = new("select access_id from emergency_accesses", member => opened
            .Where(access => access.By == member.Id || IsTold(member, access) || (access.Person is { } person && ReferenceModel.Keeps(member, person))).Select(access => access.Id));
        reaches["emergency_accesses by update"] = new("update emergency_accesses set confirmed_by = access.caller()", member => everOpened   // which row is meant is for who may read it
            .Where(access => IsTold(member, access) && access.By != member.Id && !access.IsConfirmed).Select(access => access.Id));
        var exports = await PlantExportsAsync(database);
        reaches["exports"] = new("select export_id from exports", member => exports
            .Where(export => export.Agency == member.Agency.Id && (export.By == member.Id || member.Is("supervisor", "protection-officer"))).Select(export => export.Id));
        reaches["export_people"] = new("select export_id from export_people", member => exports
            .Where(export => export.Agency == member.Agency.Id && export.By == member.Id).Select(export => export.Id));
        await AddAskedAsync(database, planted, reaches);
        return reaches;
    }

    /// <summary>Beside those of the world, each of one person: of each member one of their agency, one of another and one that a colleague asked for.</summary>
    private async Task<IReadOnlyList<(Guid Id, Guid Agency, Guid By)>> PlantExportsAsync(NpgsqlConnection database)
    {
        List<(Guid Id, Guid Agency, Guid By)> planted = [.. world.Members.SelectMany(member => ((Guid, Guid, Guid)[])
            [(Guid.CreateVersion7(), member.Agency.Id, member.Id), (Guid.CreateVersion7(), Guid.NewGuid(), member.Id), (Guid.CreateVersion7(), member.Agency.Id, Guid.NewGuid())])];
        foreach (var (id, agency, by) in planted)
        {
            await ExecuteAsync(database, $$"""
                insert into exports (export_id, agency_id, asked_by, recipient_agency_id, purpose, packages, people, reason, asked_at, expires_at)
                values ('{{id}}', '{{agency}}', '{{by}}', gen_random_uuid(), 'tracing', '{identity}', 1, '', now(), now() + interval '1 hour');
                insert into export_people values ('{{id}}', gen_random_uuid())
                """);
        }

        return [.. planted, .. world.Exports.Select(export => (export.Id, export.AskedBy.Agency.Id, export.AskedBy.Id))];
    }

    /// <summary>A person's request: whose where they are of the world, who would refuse it, and who reads or keeps its file besides.</summary>
    private sealed record Asked(Guid Id, Person? Person, Guid Agency, Guid? ProposedBy = null, Guid? Reads = null, Guid? Keeps = null);

    private bool KeepsFileOf(Member member, Asked request) => request.Keeps == member.Id
        || (request.Person is { } person && (ReferenceModel.Keeps(member, person) || Given(member, person) || given.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 } and not ReadOnly));

    private static bool IsOfficerOf(Member member, Asked request) => ReferenceModel.IsOfficerOf(member, request.Agency) && request.Person is not { OutOfReach: true };

    /// <summary>Those of the world, and for each member some that are theirs for one reason only, or for none.</summary>
    private async Task AddAskedAsync(NpgsqlConnection database, Dictionary<(Guid Member, Guid Person), string> planted, Dictionary<string, Reach> reaches)
    {
        asked = [.. world.SubjectRequests.Where(request => !request.Person.Erased).Select(request => new Asked(request.Id, request.Person, request.Person.Agency.Id, request.ProposedBy?.Id))];
        List<Asked> extras = [.. world.People.Select(person => new Asked(Guid.CreateVersion7(), person, Guid.NewGuid()))];
        foreach (var member in world.Members)
        {
            extras.AddRange([
                new(Guid.NewGuid(), null, member.Agency.Id), new(Guid.NewGuid(), null, member.Agency.Id, Guid.NewGuid()), new(Guid.NewGuid(), null, member.Agency.Id, member.Id),
                new(Guid.NewGuid(), null, Guid.NewGuid(), Guid.NewGuid()), new(Guid.NewGuid(), null, Guid.NewGuid()),
                new(Guid.NewGuid(), null, Guid.NewGuid(), Reads: member.Id), new(Guid.NewGuid(), null, Guid.NewGuid(), Keeps: member.Id)]);
            await GiveAsync(database, extras[^3].Id, member.Id, "identity", "-1 second", "ownership");   // its person has its id
            await GiveAsync(database, extras[^2].Id, member.Id, "identity", "1 hour", "handover");
            await GiveAsync(database, extras[^1].Id, member.Id, "identity", null, "ownership");
        }

        foreach (var extra in extras)
        {
            await ExecuteAsync(database, $"""
                insert into subject_requests (request_id, person_id, agency_id, kind, how, language, state, received_on, due_on, recorded_by, recorded_at, proposed_by)
                values ('{extra.Id}', '{extra.Person?.Id ?? extra.Id}', '{extra.Agency}', 'access', 'phone', 'ara', '{(extra.ProposedBy is null ? "received" : "refusal-proposed")}', now(), now(), gen_random_uuid(), now(), {(extra.ProposedBy is { } by ? $"'{by}'" : "null")});
                insert into subject_request_texts (request_id, person_id) values ('{extra.Id}', '{extra.Person?.Id ?? extra.Id}')
                """);
        }

        foreach (var (agency, by) in world.Agencies.SelectMany(agency => ((Guid, string)[])[(agency.Id, "null"), (agency.Id, "gen_random_uuid()")]))   // of somebody whose team is evacuated
        {
            await ExecuteAsync(database, $"""
                insert into subject_requests (request_id, person_id, agency_id, kind, how, language, state, received_on, due_on, recorded_by, recorded_at, proposed_by)
                values (gen_random_uuid(), '{await PlantUnreachableAsync(database)}', '{agency}', 'access', 'phone', 'ara', '{(by == "null" ? "received" : "refusal-proposed")}', now(), now(), gen_random_uuid(), now(), {by})
                """);
        }

        asked.AddRange(extras);
        bool Reads(Member member, Asked request) => request.Reads == member.Id || request.Keeps == member.Id
            || (request.Person is { } person && (ReferenceModel.Sees(member, person) || Given(member, person) || planted.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 }));
        Func<Member, IEnumerable<Guid>> Of(Func<Member, Asked, bool> theirs) => member => asked.Where(request => theirs(member, request)).Select(request => request.Id);
        reaches["subject_requests"] = new("select request_id from subject_requests", Of((member, request) => Reads(member, request) || IsOfficerOf(member, request)));
        reaches["subject_requests by update"] = new("update subject_requests set state = 'received'", Of((member, request) => KeepsFileOf(member, request)
            || (IsOfficerOf(member, request) && request.ProposedBy is { } by && by != member.Id)));
        reaches["subject_request_texts"] = new("select request_id from subject_request_texts", Of(Reads));
        reaches["subject_request_texts by update"] = new("update subject_request_texts set asked = null", Of(KeepsFileOf));
    }

    /// <summary>A file opened in an emergency: whose it is where it is of the world, by whom, and who is to confirm it.</summary>
    private sealed record Opened(Guid Id, Person? Person, Guid By, Guid Desk, bool IsConfirmed, bool IsErased = false);

    /// <summary>For each member and person one that is theirs for one reason only, or for none: a grant that is over, or one that keeps nothing.</summary>
    private async Task<IReadOnlyList<Opened>> PlantOpenedAsync(NpgsqlConnection database)
    {
        List<Opened> opened = [.. world.People.Select(person => new Opened(Guid.CreateVersion7(), person, Guid.NewGuid(), Guid.NewGuid(), IsConfirmed: false))];
        foreach (var member in world.Members)
        {
            var desk = Grantee.Desk(member.Agency.Id, "protection-officer");
            opened.AddRange([
                new(Guid.CreateVersion7(), null, member.Id, Guid.NewGuid(), IsConfirmed: false), new(Guid.CreateVersion7(), null, Guid.NewGuid(), desk, IsConfirmed: false),
                new(Guid.CreateVersion7(), null, member.Id, desk, IsConfirmed: false), new(Guid.CreateVersion7(), null, Guid.NewGuid(), desk, IsConfirmed: true),
                new(Guid.CreateVersion7(), null, member.Id, Guid.NewGuid(), IsConfirmed: true, IsErased: true)]);
            foreach (var (because, until) in ((string, string?)[])[("ownership", "-1 second"), ("oversight", "1 hour")])
            {
                var over = new Opened(Guid.NewGuid(), null, Guid.NewGuid(), Guid.NewGuid(), IsConfirmed: false);
                opened.Add(over);
                lost.Add((member.Id, over.Id));
                await GiveAsync(database, over.Id, member.Id, "identity", until, because);   // its person has its id
            }
        }

        foreach (var member in world.Members)   // their own, of somebody whose team is evacuated
        {
            await ExecuteAsync(database, $"""
                insert into emergency_accesses (access_id, person_id, agency_id, to_desk, opened_by, reason, opened_at, until, confirm_by)
                values ('{Guid.CreateVersion7()}', '{await PlantUnreachableAsync(database)}', gen_random_uuid(), gen_random_uuid(), '{member.Id}', '', now(), now(), now())
                """);
        }

        await ExecuteAsync(database, "alter table emergency_accesses drop constraint nobody_confirms_their_own");   // the policy stands by itself
        foreach (var access in opened)
        {
            await ExecuteAsync(database, $"""
                insert into emergency_accesses (access_id, person_id, agency_id, to_desk, opened_by, reason, opened_at, until, confirm_by, confirmed_at, erased)
                values ('{access.Id}', '{access.Person?.Id ?? access.Id}', gen_random_uuid(), '{access.Desk}', '{access.By}', '', now(), now(), now(), {(access.IsConfirmed ? "now()" : "null")}, {access.IsErased})
                """);
        }

        opened.AddRange(world.Emergencies.Select(emergency => new Opened(
            emergency.Id, emergency.Person, emergency.By.Id, Grantee.Desk(emergency.Person.Agency.Id, "protection-officer"), emergency.Confirmed, emergency.Person.Erased)));
        return opened;
    }

    /// <summary>To each member who was planted on a person, a transfer of that person that has ended, and one of somebody else that has not.</summary>
    private async Task<IReadOnlyList<(Guid Id, Member Member, Guid? Person)>> PlantTransfersAsync(NpgsqlConnection database, Dictionary<(Guid Member, Guid Person), string> planted)
    {
        List<(Guid Id, Member Member, Guid? Person)> extras = [];
        foreach (var member in world.Members)
        {
            var unreachable = Guid.CreateVersion7();
            await ExecuteAsync(database, $"""
                insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at)
                values ('{unreachable}', gen_random_uuid(), '{await PlantUnreachableAsync(database)}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, 'withdrawn', now())
                """);
            await GiveAsync(database, unreachable, member.Id, "transfer", null, "transfer");
            List<Guid> people = [.. planted.Keys.Where(key => key.Member == member.Id).Select(key => key.Person)];
            foreach (var person in people.Count == 0 ? [] : people.Select(person => (Guid?)person).Append(null))
            {
                var id = Guid.CreateVersion7();
                extras.Add((id, member, person));
                await ExecuteAsync(database, $"""
                    insert into transfers (transfer_id, agency_id, person_id, to_team_id, to_desk, offered_by, handover_days, status, offered_at)
                    values ('{id}', gen_random_uuid(), '{person ?? Guid.NewGuid()}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, '{(person is null ? "offered" : "withdrawn")}', now());
                    insert into transfer_outlines values ('{id}', 'female', '18-59', 'LY0211', 'urban');
                    insert into transfer_notes values ('{id}', '')
                    """);
                await GiveAsync(database, id, member.Id, "transfer", null, "transfer");
            }
        }

        return extras;
    }

    private Dictionary<string, Reach> People(Dictionary<(Guid, Guid), string> planted, IReadOnlyList<(Guid Id, Member Member, Guid? Person)> extras)
    {
        bool Sees(Member member, Person person, string package = "") =>
            ReferenceModel.Sees(member, person) || (planted.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 } packages && packages.Contains(package, StringComparison.Ordinal));
        Func<Member, IEnumerable<Guid>> Seen(string package = "") => member => world.People.Where(person => Sees(member, person, package)).Select(person => person.Id);
        IEnumerable<Guid> ledgers(Member member) => world.People.Where(person => Sees(member, person) || Given(member, person) || ReferenceModel.SeesLedger(member, person)).Select(person => person.Id);
        IEnumerable<Guid> offered(Member member) => world.Transfers.Where(transfer => ReferenceModel.Sees(member, transfer)).Select(transfer => transfer.Id)
            .Concat(extras.Where(extra => extra.Member == member).Select(extra => extra.Id));
        return new()
        {
            ["people"] = new("select person_id from people", Seen()),
            ["people by update"] = new("update people set version = 1", member => world.People.Where(person => ReferenceModel.Keeps(member, person)
                || planted.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 } and not ReadOnly).Select(person => person.Id)),
            ["person_identities"] = new("select person_id from person_identities", Seen("identity")),
            ["person_contacts"] = new("select person_id from person_contacts", Seen("contact")),
            ["consents"] = new("select consent_id from consents", member => world.Consents.Where(consent => Sees(member, consent.Person) || Given(member, consent.Person)).Select(consent => consent.Id)),
            ["transfers"] = new("select transfer_id from transfers", offered),
            ["transfers by update"] = new("update transfers set status = 'rejected'", offered),
            ["transfer_outlines"] = new("select transfer_id from transfer_outlines", member => world.Transfers
                .Where(transfer => ReferenceModel.Sees(member, transfer) && (transfer.Status == "offered" || Sees(member, transfer.Person))).Select(transfer => transfer.Id)
                .Concat(extras.Where(extra => extra.Member == member && (extra.Person is not { } person || planted[(member.Id, person)].Length > 0)).Select(extra => extra.Id))),
            ["transfer_notes"] = new("select transfer_id from transfer_notes", member => world.Transfers
                .Where(transfer => ReferenceModel.Sees(member, transfer) && Sees(member, transfer.Person)).Select(transfer => transfer.Id)
                .Concat(extras.Where(extra => extra.Member == member && extra.Person is { } person && planted[(member.Id, person)].Length > 0).Select(extra => extra.Id))),
            ["access.disclosures"] = new("select person from access.disclosures where purpose = 'planted'", ledgers),
            ["handed_on"] = new("select referral_id from handed_on where because = 'planted'", ledgers),
            ["person_search_keys"] = new("select distinct person_id from person_search_keys", member => world.People.Where(person => person.Agency == member.Agency && !person.Erased).Select(person => person.Id)),
        };
    }

    /// <summary>A referral that is not in the world: what a holder of its grant reads of it.</summary>
    private sealed record Extra(Guid Id, Agency Holder, bool Sent, bool Row, bool Envelope, bool Packet, bool ReadOnly);

    /// <summary>Accepted referrals in all that can be wrong with one, each given to the focal points of an agency.</summary>
    private async Task<IReadOnlyList<Extra>> PlantReferralsAsync(NpgsqlConnection database)
    {
        var extras = new List<Extra>();
        await AddAsync("received", row: true, envelope: true, packet: true);
        await AddAsync("received", row: true, envelope: true, packet: true, until: "1 hour");
        await AddAsync("received", until: "-1 second");
        await AddAsync("other");
        await AddAsync("sent", row: true, envelope: true);
        await AddAsync("sent", row: true, envelope: true, until: "1 hour");
        await AddAsync("sent", until: "-1 second");
        await AddAsync("sent", row: true, envelope: true, until: "1 hour", because: "handover");
        await AddAsync("received", row: true, envelope: true, with: """ "status": "sent" """);
        await AddAsync("received", row: true, envelope: true, with: """ "packet_state": "pending" """);
        await AddAsync("received", row: true, envelope: true, with: """ "basis": "vital-interest" """);
        await AddAsync("received", row: true, envelope: true, packet: true, with: """ "basis": "vital-interest", "approved_at": "2026-01-01T00:00:00Z" """);
        await AddAsync("received", row: true, with: """ "status": "closed" """);
        await AddAsync("received", row: true, with: $""" "consent_until": "{world.Today.AddDays(-1):yyyy-MM-dd}" """);
        await AddAsync("received", row: true, envelope: true, packet: true, with: $""" "consent_until": "{world.Today:yyyy-MM-dd}" """);
        await AddAsync("received", row: true, envelope: true, packet: true, agreed: "area_codes = '{LY9,LY02}'");
        foreach (var no in (string[])["from_agency = gen_random_uuid()", "to_agency = gen_random_uuid()", "purposes = '{tracing}'", "packages = '{identity}'", "area_codes = '{LY9}'",
            "(valid_from, valid_until) = ('2000-01-01', '2000-12-31')", "(valid_from, valid_until) = ('2100-01-01', '2100-12-31')"]) await AddAsync("received", row: true, agreed: no);
        return extras;

        async Task AddAsync(string package, bool row = false, bool envelope = false, bool packet = false, string? until = null, string? with = null, string? agreed = null, string because = "oversight")
        {
            var holders = world.Agencies.Where(agency => agency.HoldsCases).ToList();
            var extra = new Extra(Guid.CreateVersion7(), holders[extras.Count % holders.Count], package == "sent", row, envelope, packet, because == "handover");
            extras.Add(extra);
            var from = Guid.NewGuid();
            await ExecuteAsync(database, $$"""
                insert into referrals select (jsonb_populate_record(r, '{"referral_id": "{{extra.Id}}", "from_agency_id": "{{from}}", "to_agency_id": "{{extra.Holder.Id}}", "status": "accepted", "basis": "consent",
                    "packages": ["identity", "contact"], "area_code": "LY021104", "consent_until": null, "approved_at": null, "packet_state": "held"}' || '{{{with}}}'::jsonb)).* from referrals r limit 1;
                insert into access.agreed values ('{{from}}', '{{extra.Holder.Id}}', gen_random_uuid(), '{service-referral}', '{identity,contact}', '{*}', '2000-01-01', '2100-12-31');
                {{(agreed is null ? "" : $"update access.agreed set {agreed} where from_agency = '{from}'")}};
                insert into referral_people values ('{{extra.Id}}', gen_random_uuid());
                insert into referral_consents (consent_id, referral_id) values (gen_random_uuid(), '{{extra.Id}}');
                insert into referral_bases values ('{{extra.Id}}', '');
                insert into referral_envelopes select (jsonb_populate_record(e, '{"referral_id": "{{extra.Id}}"}')).* from referral_envelopes e limit 1;
                insert into referral_packets select (jsonb_populate_record(p, '{"referral_id": "{{extra.Id}}"}')).* from referral_packets p limit 1;
                insert into referral_clocks select (jsonb_populate_record(c, '{"referral_id": "{{extra.Id}}"}')).* from referral_clocks c limit 1;
                insert into referral_history select (jsonb_populate_record(h, '{"referral_id": "{{extra.Id}}", "event": "sent", "by_agency": "{{from}}"}')).* from referral_history h limit 1
                """);
            await GiveAsync(database, extra.Id, Grantee.Desk(extra.Holder.Id, "focal-point"), package, until, because);
            await GiveAsync(database, extra.Id, Guid.NewGuid(), package, null);   // somebody else's lasts
        }
    }

    private Dictionary<string, Reach> Referrals(IReadOnlyList<Extra> extras)
    {
        bool Sends(Member member, Referral referral) => ReferenceModel.SeesAsSender(member, referral);
        bool Receives(Member member, Referral referral) => ReferenceModel.SeesAsReceiver(member, referral);
        Func<Member, IEnumerable<Guid>> Of(Func<Member, Referral, bool> seen, Func<Extra, bool> extra) => member => world.Referrals.Where(referral => seen(member, referral)).Select(referral => referral.Id)
            .Concat(extras.Where(planted => planted.Holder == member.Agency && member.Is("focal-point") && extra(planted)).Select(planted => planted.Id));
        var either = Of((member, referral) => Sends(member, referral) || Receives(member, referral), extra => extra.Row);
        var moving = Of((member, referral) => ReferenceModel.MovesAsSender(member, referral) || Receives(member, referral), extra => extra.Row && !extra.ReadOnly);
        var sender = Of(Sends, extra => extra.Row && extra.Sent);
        return new()
        {
            ["referrals"] = new("select referral_id from referrals", either),
            ["referrals by update"] = new("update referrals set version = 1", moving),
            ["referral_people"] = new("select referral_id from referral_people", sender),
            ["referral_consents"] = new("select distinct referral_id from referral_consents", Of((member, referral) => Sends(member, referral) && referral.Consents.Count > 0, extra => extra.Row && extra.Sent)),
            ["referral_envelopes"] = new("select referral_id from referral_envelopes", Of((member, referral) => !referral.Person.Erased && (Sends(member, referral) || (Receives(member, referral) && model.Stands(referral))), extra => extra.Envelope)),
            ["referral_packets"] = new("select referral_id from referral_packets", Of(
                (member, referral) => Receives(member, referral) && model.Stands(referral) && referral.Status == "accepted" && (!referral.VitalInterest || referral.Approved), extra => extra.Packet)),
            ["referral_bases"] = new("select referral_id from referral_bases", Of((member, referral) => Sends(member, referral) && referral.VitalInterest && !referral.Person.Erased, extra => extra.Row && extra.Sent)),
            ["referral_clocks"] = new("select distinct referral_id from referral_clocks", either),
            ["referral_history"] = new("select referral_id from referral_history where event <> 'overdue'", member => world.Referrals.SelectMany(referral => referral.Steps
                .Where(step => Sends(member, referral) || (Receives(member, referral) && (step.By == member.Agency || model.Stands(referral)))).Select(_ => referral.Id)).Concat(Of((_, _) => false, extra => extra.Envelope)(member))),
        };
    }

    private Task GiveAsync(NpgsqlConnection database, Guid record, Guid grantee, string packages, string? until, string because = "oversight") => ExecuteAsync(database, $$"""
        insert into access.grants (record, grantee, because, packages, until, given_at)
        values ('{{record}}', '{{grantee}}', '{{because}}', '{{{packages}}}', {{(until is null ? "null" : $"'{now}'::timestamptz + interval '{until}'")}}, now())
        on conflict (record, grantee, because) do update set packages = excluded.packages, until = excluded.until;   -- one that was over
        insert into access.visible (grantee, list, record, sort_at, state) values ('{{grantee}}', 'planted', '{{record}}', now(), 'sent')
        """);

    /// <summary>The id of a record of a team that is evacuated.</summary>
    private static async Task<Guid> PlantUnreachableAsync(NpgsqlConnection database)
    {
        var record = Guid.NewGuid();
        await ExecuteAsync(database, $"insert into access.unreachable (record, team) values ('{record}', gen_random_uuid())");
        return record;
    }

    /// <summary>What names its grantee: as it stands in the table, by a member's own names.</summary>
    private async Task AddOwnAsync(NpgsqlConnection database, string service, Dictionary<string, Reach> reaches)
    {
        foreach (var (member, because) in world.Members.SelectMany(member => ((string[])["oversight", "referral"]).Select(because => (member, because))))
        {
            await GiveAsync(database, await PlantUnreachableAsync(database), member.Id, "identity", null, because);
        }

        var grants = await RowsAsync($"select grantee, record, until is null or until > '{now}' from access.grants where {Reachable}");
        var visible = await RowsAsync("select grantee, record, true from access.visible");
        var standing = grants.Where(grant => grant.Stands).Select(grant => (grant.Grantee, grant.Record)).ToHashSet();
        reaches["access.grants"] = new("select record from access.grants", Own(grants));
        reaches["access.visible"] = new("select record from access.visible", Own([.. visible.Where(row => standing.Contains((row.Grantee, row.Record)))]));
        var entries = await RowsAsync("select distinct agency, caller, true from access.audit");
        reaches["access.audit"] = new("select distinct caller from access.audit", member => entries.Where(entry => member.Is("auditor") && entry.Grantee == member.Agency.Id).Select(entry => entry.Record));
        foreach (var agency in world.Agencies) await ExecuteAsync(database, $"insert into access.unusual values (gen_random_uuid(), gen_random_uuid(), '{agency.Id}', 'many-records', 1, now(), now())");
        var unusual = await RowsAsync("select agency, notice_id, true from access.unusual");
        reaches["access.unusual"] = new("select notice_id from access.unusual", member => unusual.Where(notice => notice.Grantee == member.Agency.Id && member.Is("auditor", "protection-officer")).Select(notice => notice.Record));
        if (service == "referrals") reaches["notices"] = new("select coalesce(referral_id, record) from notices", Own(await RowsAsync("select grantee, coalesce(referral_id, record), true from notices")));

        static Func<Member, IEnumerable<Guid>> Own(List<Grant> rows) => member => rows.Where(row => NamesOf(member).Contains(row.Grantee)).Select(row => row.Record);

        async Task<List<Grant>> RowsAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, database);
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<Grant>();
            while (await reader.ReadAsync()) rows.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetBoolean(2)));
            return rows;
        }
    }

    private async Task<List<Policy>> PoliciesAsync(NpgsqlConnection database, string service)
    {
        await using var command = new NpgsqlCommand("""
            select polrelid::regclass::text, polname::text, polcmd = 'w', pg_get_expr(polqual, polrelid)
              from pg_policy where polcmd in ('r', 'w', '*') and polroles @> array[$1::regrole::oid] and pg_get_expr(polqual, polrelid) <> 'true' order by 1, 2
            """, database) { Parameters = { new() { Value = $"{platform.NameOf(service)}_app" } } };
        await using var reader = await command.ExecuteReaderAsync();
        var policies = new List<Policy>();
        while (await reader.ReadAsync()) policies.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetString(3)));
        return policies;
    }

    /// <summary>
    /// Each policy stands by itself: those of the tables on which the conditions of others look are open meanwhile, and so is the check of
    /// what is written. The clocks of the platform go on: a lock that is not there at once is asked for again.
    /// </summary>
    private static async Task AlterAsync(NpgsqlConnection database, Policy policy, string condition)
    {
        var open = policy.Table == "access.grants" ? "" : $"alter policy own_grants on access.grants using ({Reachable});";
        if (policy.Table.StartsWith("referral_", StringComparison.Ordinal)) open += "alter policy both_sides_see on referrals using (true);";
        await LockedAsync(database, $"{open} alter policy {policy.Name} on {policy.Table} using ({condition}) {(policy.ForUpdate ? "with check (true)" : "")}");
    }

    private static async Task LockedAsync(NpgsqlConnection database, string sql)
    {
        await Eventually.TrueAsync(async () =>
        {
            await ExecuteAsync(database, "savepoint mutated; set local lock_timeout = '300ms'");
            try
            {
                await ExecuteAsync(database, sql);
                return true;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await ExecuteAsync(database, "rollback to mutated");
                return false;
            }
        });
    }

    /// <summary>The first member who reaches something else than the model says, and what.</summary>
    private async Task<string?> DifferenceAsync(NpgsqlConnection database, string service, Reach reach)
    {
        foreach (var member in world.Members)
        {
            await ExecuteAsync(database, $$"""
                savepoint asked; set local role {{platform.NameOf(service)}}_app;
                select set_config('app.grantees', '{{{string.Join(',', NamesOf(member))}}}', true), set_config('app.caller', '{{member.Id}}', true), set_config('app.agency', '{{member.Agency.Id}}', true), set_config('app.roles', '{{{string.Join(',', member.Roles)}}}', true), set_config('app.now', '{{now}}', true)
                """);
            var expected = reach.Expected(member).Order().ToList();
            string? difference = null;
            if (reach.Sql.StartsWith("select", StringComparison.Ordinal))
            {
                var records = new List<Guid>();
                await using var command = new NpgsqlCommand(reach.Sql, database);
                await using (var reader = await command.ExecuteReaderAsync())
                {
                    while (await reader.ReadAsync()) records.Add(reader.GetGuid(0));
                }

                records.Sort();
                if (!records.SequenceEqual(expected)) difference = $"{records.Count} rows, should be {expected.Count}; too many {string.Join(' ', records.Except(expected).Take(3))}, missing {string.Join(' ', expected.Except(records).Take(3))}";
            }
            else
            {
                await using var command = new NpgsqlCommand(reach.Sql, database);   // reads no column, so that no other policy has a say
                if (await command.ExecuteNonQueryAsync() is var changed && changed != expected.Count) difference = $"{changed} rows changed, should be {expected.Count}";
            }

            await ExecuteAsync(database, "rollback to asked");
            if (difference is not null) return $"{member.Name} ({string.Join(", ", member.Roles)}) reaches {difference}";
        }

        return null;
    }

    private static HashSet<Guid> NamesOf(Member member) =>
    [
        member.Id, member.Agency.Id, .. member.Teams.Where(team => !team.Evacuated).Select(team => team.Id),
        .. member.Roles.SelectMany(role => member.Teams.Where(team => !team.Evacuated).Select(team => team.Id).Append(member.Agency.Id).Select(unit => Grantee.Desk(unit, role))),
        .. member.Is("coordinator") ? (Guid[])[Grantee.Coordinators("*")] : [],
    ];

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A condition with each part in turn replaced: a term of an AND by true, an alternative of an OR by false; and the whole by true.</summary>
    public static IEnumerable<(string Part, string By, string Whole)> Parts(string condition)
    {
        yield return (condition, "true", "true");
        for (var open = condition.IndexOf('('); open >= 0; open = condition.IndexOf('(', open + 1))
        {
            // as PostgreSQL writes conditions, every AND and OR stands in parentheses of its own
            List<(int From, int To)> parts = [];
            var (depth, from, quoted, word) = (0, open + 1, false, "");
            for (var at = open + 1; at < condition.Length; at++)
            {
                if (condition[at] == '\'') quoted = !quoted;
                if (quoted) continue;

                if (condition[at] == '(') depth++;
                if (condition[at] == ')' && depth-- == 0)
                {
                    parts.Add((from, at));
                    break;
                }

                foreach (var between in (string[])[" AND ", " OR "])
                {
                    if (depth == 0 && string.CompareOrdinal(condition, at, between, 0, between.Length) == 0)
                    {
                        parts.Add((from, at));
                        (from, word) = (at + between.Length, between.Trim());
                    }
                }
            }

            foreach (var (start, end) in parts.Count > 1 ? parts : [])
            {
                var by = word == "AND" ? "true" : "false";
                yield return (condition[start..end], by, $"{condition[..start]}{by}{condition[end..]}");
            }
        }
    }
}
