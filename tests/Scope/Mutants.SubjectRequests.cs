using Npgsql;

namespace Platform.Scope.Tests;

/// <content>And those of what a person asks about their data.</content>
public sealed partial class Mutants
{
    /// <summary>A person's request: whose where they are of the world, who would refuse it, and who reads or keeps its file besides.</summary>
    private sealed record Asked(Guid Id, Person? Person, Guid Agency, Guid? ProposedBy = null, Guid? Reads = null, Guid? Keeps = null, bool Refused = false);

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

        extras.AddRange(world.Agencies.Select(agency => new Asked(Guid.NewGuid(), null, agency.Id, Guid.NewGuid(), Refused: true)));
        foreach (var extra in extras)
        {
            await ExecuteAsync(database, $"""
                insert into subject_requests (request_id, person_id, agency_id, kind, how, language, state, received_on, due_on, recorded_by, recorded_at, proposed_by, ended_by)
                values ('{extra.Id}', '{extra.Person?.Id ?? extra.Id}', '{extra.Agency}', 'access', 'phone', 'ara', '{(extra.ProposedBy is null ? "received" : extra.Refused ? "refused" : "refusal-proposed")}', now(), now(), gen_random_uuid(), now(), {(extra.ProposedBy is { } by ? $"'{by}'" : "null")}, {(extra.Refused ? "gen_random_uuid()" : "null")});
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
            || (IsOfficerOf(member, request) && request is { Refused: false, ProposedBy: { } by } && by != member.Id)));
        reaches["subject_request_texts"] = new("select request_id from subject_request_texts", Of(Reads));
        reaches["subject_request_texts by update"] = new("update subject_request_texts set asked = null", Of(KeepsFileOf));
    }
}
