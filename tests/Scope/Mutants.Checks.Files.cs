using Npgsql;

namespace Platform.Scope.Tests;

/// <content>What may be written of people's files.</content>
public sealed partial class Mutants
{
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

            var forAnHour = Guid.NewGuid();
            await GiveAsync(database, forAnHour, member.Id, "identity", "1 hour", "ownership");
            Add(forAnHour, isRight: true);
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
            ["people by file_changed"] = new("person_id", "select * from people limit 0", member => Kept()(member).Where(person => person != away?.Id)),
            ["person_identities by identity_by_package"] = new("person_id", "select * from person_identities", Kept("identity")),
            ["person_contacts by contact_by_package"] = new("person_id", "select * from person_contacts", Kept("contact")),
            ["person_search_keys by own_agencys_keys"] = new("person_id", "select distinct on (person_id) * from person_search_keys", member => world.People.Where(person => person.Agency == member.Agency && !person.Erased).Select(person => person.Id)),
            ["keyings by keyed_with_the_file"] = new("person_id", "select * from keyings", Kept()),
            ["duplicates by desk_decides"] = new("duplicate_id", "select * from duplicates limit 0", member => world.Pairs.Where(pair => pair.State == "different" && model.Sees(member, pair)).Select(pair => pair.Id)),
            ["person_statuses by statuses_by_package"] = new("person_id", "select * from person_statuses", Kept("identity")),
            ["person_programmes by programmes_by_package"] = new("person_id", "select * from person_programmes", Kept("identity")),
            ["person_encounters by encounters_by_package"] = new("person_id", "select * from person_encounters", Kept("identity")),
            ["family_links by link_recorded"] = Linked(),
            ["family_links by link_changed"] = new("link_id", "select * from family_links limit 0", member => world.FamilyLinks.Where(link => link.IsThere && KeepsFamily(member, link.Person)).Select(link => link.Id)),
            ["family_steps by steps_by_package"] = StepsWritten("family_steps"),
            ["separations by separations_by_package"] = SeparationsWritten(),
            ["tracings by tracings_by_package"] = TracingsWritten(),
            ["tracing_steps by tracing_steps_by_package"] = StepsWritten("tracing_steps"),
            ["household_members by members_by_package"] = new("person_id", "select * from household_members", Kept("family")),
            ["person_attachments by attachments_by_package"] = new("person_id", "select * from person_attachments", Kept("identity")),
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
                .Where(request => KeepsFileOf(member, request) || (IsOfficerOf(member, request) && (request.Refused || request.ProposedBy is null))).Select(request => request.Id)),
            ["subject_request_texts by text_written"] = new("request_id", "select person_id as request_id, person_id, null::bytea as asked, null::bytea as through, null::bytea as answer from people",
                member => world.People.Where(person => Keeps(member, person) || Given(member, person)).Select(person => person.Id)),
            ["subject_request_texts by text_changed"] = new("request_id", "select * from subject_request_texts limit 0", member => asked.Where(request => KeepsFileOf(member, request)).Select(request => request.Id)),
            ["emergency_accesses by confirmed_by_another"] = new("access_id", "select * from emergency_accesses limit 0", member => confirmed.Where(one => one.By == member.Id).Select(one => one.Id)),
        };
    }
}
