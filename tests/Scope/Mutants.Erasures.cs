using Npgsql;
using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>And those of erasures: who sees one and its proof, who takes one back, and who may ask for one.</summary>
public sealed partial class Mutants
{
    private sealed record Planted(Guid Id, Guid Agency, Guid By, Guid[] Desks, bool Asked);

    /// <summary>For each member an erasure that is theirs for one reason only, or for none, asked for and approved; and its proof.</summary>
    private async Task AddErasuresAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        List<Planted> all = [.. from member in world.Members
            from asked in (bool[])[true, false]
            from reason in Enumerable.Range(0, 4)
            select new Planted(Guid.CreateVersion7(), reason == 0 ? member.Agency.Id : Guid.NewGuid(), reason == 1 ? member.Id : Guid.NewGuid(), [reason == 2 ? member.Id : Guid.NewGuid()], asked)];
        foreach (var (id, agency, by, desks, asked) in all)
        {
            await ExecuteAsync(database, $$"""
                insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_by, asked_at) values ('{{id}}', gen_random_uuid(), '{{agency}}', '{{{desks[0]}}}', 'planted', '{{(asked ? "asked" : "approved")}}', '{{by}}', now());
                insert into erasure_confirmations values ('{{id}}', 'planted', 0, 0, now())
                """);
        }

        foreach (var member in world.Members)   // their own, of somebody whose team is evacuated
        {
            await ExecuteAsync(database, $$"""
                insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_by, asked_at)
                values ('{{Guid.CreateVersion7()}}', '{{await PlantUnreachableAsync(database)}}', gen_random_uuid(), '{}', 'planted', 'asked', '{{member.Id}}', now())
                """);
        }

        all.AddRange(world.Erasures.Where(erasure => !erasure.Person.OutOfReach).Select(erasure => new Planted(
            erasure.Id, erasure.Person.Agency.Id, erasure.AskedBy.Id, [Grantee.Desk(erasure.Person.Agency.Id, "protection-officer"), Grantee.Desk(erasure.Person.Team?.Id ?? Guid.Empty, "supervisor")], erasure.Asked)));
        IEnumerable<Guid> seen(Member member) => all.Where(erasure => erasure.By == member.Id || erasure.Desks.Any(NamesOf(member).Contains) || (erasure.Agency == member.Agency.Id && member.Is("auditor"))).Select(erasure => erasure.Id);
        reaches["erasures"] = new("select erasure_id from erasures", seen);
        reaches["erasures by update"] = new("update erasures set status = 'withdrawn'", member => all.Where(erasure => erasure.Asked && (erasure.By == member.Id || erasure.Desks.Any(NamesOf(member).Contains))).Select(erasure => erasure.Id));
        reaches["erasure_confirmations"] = new("select distinct erasure_id from erasure_confirmations", member => seen(member).Except(world.Erasures.Where(erasure => erasure.Asked).Select(erasure => erasure.Id)));   // nobody has confirmed these
    }

    /// <summary>What each member may ask for, of a file that is theirs for good or for an hour; and rows that are wrong in one thing.</summary>
    private async Task<Written> AskedAsync(NpgsqlConnection database)
    {
        List<(Member Member, Guid Id, bool IsRight)> asked = [];
        List<string> rows = [];
        var somebody = Guid.NewGuid();
        foreach (var member in world.Members)
        {
            void Add(Guid person, bool isRight, Guid agency, Guid by, string status)
            {
                asked.Add((member, Guid.CreateVersion7(), isRight));
                rows.Add($"('{asked[^1].Id}'::uuid, '{agency}'::uuid, '{person}'::uuid, '{by}'::uuid, '{status}')");
            }

            foreach (var (until, agency, by, status) in ((string?, Guid, Guid, string)[])[(null, member.Agency.Id, member.Id, "asked"), ("1 hour", member.Agency.Id, member.Id, "asked"),
                (null, somebody, member.Id, "asked"), (null, member.Agency.Id, somebody, "asked"), (null, member.Agency.Id, member.Id, "approved")])
            {
                var person = Guid.NewGuid();
                await GiveAsync(database, person, member.Id, "identity", until, "ownership");
                Add(person, isRight: (agency, by, status) == (member.Agency.Id, member.Id, "asked"), agency, by, status);
            }

            foreach (var person in world.People.Where(person => !ReferenceModel.Sees(member, person)).Take(6)) Add(person.Id, isRight: false, member.Agency.Id, member.Id, "asked");
            foreach (var over in lost.Where(one => one.Member == member.Id)) Add(over.Record, isRight: false, member.Agency.Id, member.Id, "asked");
        }

        return new("erasure_id", $$"""
            select o.id as erasure_id, o.person as person_id, o.agency as agency_id, '{}'::uuid[] as desks, 'planted' as because, null::bytea as note, o.status, o.by_member as asked_by, now() as asked_at,
                   null::uuid as decided_by, null::timestamptz as decided_at, 0 as tokens, null::timestamptz as done_at
              from (values {{string.Join(", ", rows)}}) as o (id, agency, person, by_member, status)
            """, member => asked.Where(one => one.Member == member && one.IsRight).Select(one => one.Id));
    }
}
