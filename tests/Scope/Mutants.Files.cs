using Npgsql;

namespace Platform.Scope.Tests;

/// <content>And those of people's files, of what is handed over and of exports.</content>
public sealed partial class Mutants
{
    /// <summary>Of five people who are not theirs each member gets a grant that is over, or of one package, or of both for an hour, to keep or to read only: by what they may read.</summary>
    private async Task<Dictionary<(Guid Member, Guid Person), string>> PlantGrantsAsync(NpgsqlConnection database)
    {
        var planted = new Dictionary<(Guid, Guid), string>();
        foreach (var member in world.Members.Where(member => member.Agency.HoldsCases))
        {
            var foreign = world.People.Where(person => !person.Erased && !person.OutOfReach && !ReferenceModel.Sees(member, person)).Take(5).Select(person => person.Id).ToList();
            foreach (var (person, (packages, until)) in foreign.Zip(((string, string)[])[("identity,contact,family", "-1 second"), ("identity", "1 hour"), ("contact", "1 hour"), ("identity,contact,family", "1 hour"), (ReadOnly, "1 hour")]))
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

        await ExecuteAsync(database, "insert into family_steps (step_id, link_id, person_id, sealed, recorded_by, recorded_at) select gen_random_uuid(), link_id, person_id, '', recorded_by, now() from family_links");
        await ExecuteAsync(database, "insert into tracing_steps (step_id, tracing_id, person_id, sealed, recorded_by, recorded_at) select gen_random_uuid(), tracing_id, person_id, '', recorded_by, now() from tracings");
        var reaches = People(planted, await PlantTransfersAsync(database, planted));
        await AddErasuresAsync(database, reaches);
        var everOpened = await PlantOpenedAsync(database);
        var opened = everOpened.Where(access => !access.IsErased && access.Person is not { OutOfReach: true }).ToList();
        bool IsTold(Member member, Opened access) => NamesOf(member).Contains(access.Desk);
        reaches["emergency_accesses"] = new("select access_id from emergency_accesses", member => opened
            .Where(access => access.By == member.Id || IsTold(member, access) || access.Keeper == member.Id || (access.Person is { } person && ReferenceModel.Keeps(member, person))).Select(access => access.Id));
        reaches["emergency_accesses by update"] = new("update emergency_accesses set confirmed_by = access.caller()", member => everOpened   // which row is meant is for who may read it
            .Where(access => IsTold(member, access) && access.By != member.Id && !access.IsConfirmed).Select(access => access.Id));
        var exports = await PlantExportsAsync(database);
        reaches["exports"] = new("select export_id from exports", member => exports
            .Where(export => export.Agency == member.Agency.Id && (export.By == member.Id || member.Is("supervisor", "protection-officer"))).Select(export => export.Id));
        reaches["export_people"] = new("select export_id from export_people", member => exports
            .Where(export => export.Agency == member.Agency.Id && export.By == member.Id).Select(export => export.Id));
        await AddAskedAsync(database, planted, reaches);
        await AddVisitsAsync(database, reaches);
        AddDuplicates(reaches);
        AddProgrammes(reaches);
        await AddMergesAsync(database, reaches);
        await AddImportsAsync(database, reaches);
        await AddStatisticsAsync(database, reaches);
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

    /// <summary>Keeps the file, or was planted a grant to keep it that names the family.</summary>
    private bool KeepsFamily(Member member, Person person) =>
        ReferenceModel.Keeps(member, person) || (given.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 } and not ReadOnly && given[(member.Id, person.Id)].Contains("family", StringComparison.Ordinal));

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
            ["people by update"] = new("update people set version = 1", member => world.People.Where(person => person != away).Where(person => ReferenceModel.Keeps(member, person)
                || planted.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 } and not ReadOnly).Select(person => person.Id)),
            ["person_identities"] = new("select person_id from person_identities", Seen("identity")),
            ["person_contacts"] = new("select person_id from person_contacts", Seen("contact")),
            ["person_statuses"] = new("select person_id from person_statuses", Seen("identity")),
            ["person_programmes"] = new("select person_id from person_programmes", Seen("identity")),
            ["person_encounters"] = new("select person_id from person_encounters", Seen("identity")),
            ["family_links"] = new("select link_id from family_links", member => world.FamilyLinks.Where(link => link.IsThere && (Sees(member, link.Person, "family") || (link.Relative is { } relative && Sees(member, relative, "family")))).Select(link => link.Id)),
            ["family_links by update"] = new("update family_links set version = 1", member => world.FamilyLinks.Where(link => link.IsThere && KeepsFamily(member, link.Person)).Select(link => link.Id)),
            ["separations"] = new("select person_id from separations", Seen("family")),
            ["tracings"] = new("select person_id from tracings", Seen("family")),
            ["tracing_steps"] = new("select person_id from tracing_steps", Seen("family")),
            ["household_members"] = new("select person_id from household_members", Seen("family")),
            ["family_steps"] = new("select link_id from family_steps", member => world.FamilyLinks.Where(link => link.IsThere && Sees(member, link.Person, "family")).Select(link => link.Id)),
            ["person_attachments"] = new("select person_id from person_attachments", Seen("identity")),
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
}
