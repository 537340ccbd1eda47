namespace Platform.Scope.Tests;

/// <content>What may be written of families: in the caller's own name, in files that they keep.</content>
public sealed partial class Mutants
{
    /// <summary>The files that a member could name: one that they keep, those that were planted on them in some way, and two of others.</summary>
    private List<Person> Named(Member member) =>
    [
        .. world.People.Where(person => ReferenceModel.Keeps(member, person)).Take(1),
        .. world.People.Where(person => given.ContainsKey((member.Id, person.Id))),
        .. world.People.Where(person => !person.Erased && !ReferenceModel.Sees(member, person) && !given.ContainsKey((member.Id, person.Id))).Take(2),
    ];

    private Written Linked()
    {
        List<(Member Member, Guid Id, bool IsRight)> links = [];
        List<string> rows = [];
        foreach (var member in world.Members)
        {
            void Add(Person person, Person? relative, bool isRight, Guid? by = null, string state = "unverified")
            {
                links.Add((member, Guid.CreateVersion7(), isRight));
                rows.Add($"('{links[^1].Id}'::uuid, '{person.Id}'::uuid, {(relative is null ? "null" : $"'{relative.Id}'")}::uuid, '{by ?? member.Id}'::uuid, '{state}')");
            }

            var named = Named(member);
            foreach (var person in named) Add(person, null, KeepsFamily(member, person));
            foreach (var own in named.Where(person => KeepsFamily(member, person)).Take(1))
            {
                Add(own, null, isRight: false, by: Guid.NewGuid());
                Add(own, null, isRight: false, state: "pending-verification");
                foreach (var relative in named.Where(person => person != own)) Add(own, relative, KeepsFamily(member, relative));
            }
        }

        return new("link_id", $$"""
            select (jsonb_populate_record(l.line, jsonb_build_object('link_id', o.id, 'person_id', o.person, 'relative_id', o.relative, 'recorded_by', o.by_member, 'state', o.state))).*
              from (select f as line from family_links f where relative_id is null limit 1) l, (values {{string.Join(", ", rows)}}) as o (id, person, relative, by_member, state)
            """, member => links.Where(link => link.Member == member && link.IsRight).Select(link => link.Id));
    }

    private Written StepsWritten(string table)
    {
        var (steps, rows) = OfPeople();
        return new("step_id", $$"""
            select (jsonb_populate_record(s.line, jsonb_build_object('step_id', o.id, 'person_id', o.person, 'recorded_by', o.by_member))).*
              from (select f as line from {{table}} f limit 1) s, (values {{rows}}) as o (id, person, by_member)
            """, member => steps.Where(step => step.Member == member && step.IsRight).Select(step => step.Id));
    }

    private Written TracingsWritten()
    {
        List<(Member Member, Guid Id, bool IsRight)> searches = [];
        List<string> rows = [];
        foreach (var member in world.Members)
        {
            void Add(Person person, bool isRight, Guid? agency = null)
            {
                searches.Add((member, Guid.CreateVersion7(), isRight));
                rows.Add($"('{searches[^1].Id}'::uuid, '{person.Id}'::uuid, '{agency ?? member.Agency.Id}'::uuid)");
            }

            foreach (var person in Named(member)) Add(person, KeepsFamily(member, person));
            foreach (var own in Named(member).Where(person => KeepsFamily(member, person)).Take(1)) Add(own, isRight: false, agency: Guid.NewGuid());
        }

        return new("tracing_id", $$"""
            select (jsonb_populate_record(t.line, jsonb_build_object('tracing_id', o.id, 'person_id', o.person, 'agency_id', o.agency))).*
              from (select f as line from tracings f limit 1) t, (values {{string.Join(", ", rows)}}) as o (id, person, agency)
            """, member => searches.Where(search => search.Member == member && search.IsRight).Select(search => search.Id));
    }

    private Written SeparationsWritten()
    {
        var (said, rows) = OfPeople();
        return new("separation_id", $$"""
            select (jsonb_populate_record(s.line, jsonb_build_object('separation_id', o.id, 'person_id', o.person, 'recorded_by', o.by_member))).*
              from (select f as line from separations f limit 1) s, (values {{rows}}) as o (id, person, by_member)
            """, member => said.Where(one => one.Member == member && one.IsRight).Select(one => one.Id));
    }

    /// <summary>A row of each file that a member could name, in their own name; and one of their own in another's.</summary>
    private (IReadOnlyList<(Member Member, Guid Id, bool IsRight)> Rows, string Values) OfPeople()
    {
        List<(Member Member, Guid Id, bool IsRight)> added = [];
        List<string> rows = [];
        foreach (var member in world.Members)
        {
            void Add(Person person, bool isRight, Guid by)
            {
                added.Add((member, Guid.CreateVersion7(), isRight));
                rows.Add($"('{added[^1].Id}'::uuid, '{person.Id}'::uuid, '{by}'::uuid)");
            }

            foreach (var person in Named(member)) Add(person, KeepsFamily(member, person), member.Id);
            foreach (var own in Named(member).Where(person => KeepsFamily(member, person)).Take(1)) Add(own, isRight: false, Guid.NewGuid());
        }

        return (added, string.Join(", ", rows));
    }
}
