using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>Two files that were said to be of one person, which another denied.</summary>
public sealed record DeniedMerge(Guid Id, Person Kept, Person Merged);

/// <content>Files that were said to be of one person.</content>
public sealed partial class World
{
    private const int MostMerges = 12;

    public List<DeniedMerge> Merges { get; } = [];

    /// <summary>Planted as they are after the decision: of files of one agency that are not in the same hands nobody could propose it.</summary>
    private async Task MergeAsync()
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        foreach (var (kept, merged) in People.Where(person => !person.Erased).GroupBy(person => person.Agency).SelectMany(agency => agency.Zip(agency.Skip(1))).Take(MostMerges))
        {
            Merges.Add(new(Guid.CreateVersion7(), kept, merged));
            await using var plant = new NpgsqlCommand($"""
                insert into merges (merge_id, agency_id, kept, merged, state, proposed_by, proposed_at, decided_by, decided_at)
                values ('{Merges[^1].Id}', '{kept.Agency.Id}', '{kept.Id}', '{merged.Id}', 'rejected', gen_random_uuid(), clock_timestamp(), gen_random_uuid(), now())
                """, database);
            await plant.ExecuteNonQueryAsync();
        }
    }
}

/// <content>Files that were said to be of one person.</content>
public sealed partial class ReferenceModel
{
    /// <summary>Who sees both files.</summary>
    public static bool Sees(Member member, DeniedMerge merge) => Sees(member, merge.Kept) && Sees(member, merge.Merged);
}

/// <content>Files that were said to be of one person.</content>
public sealed partial class Comparison
{
    private async Task MergesAsync(Member member, Door registrations)
    {
        foreach (var person in world.Merges.SelectMany(merge => (Person[])[merge.Kept, merge.Merged]).Distinct())
        {
            Compare(
                member, $"GET /people/{person.Id}/merges",
                Found(member, ReferenceModel.KeepsCases(member), ReferenceModel.Sees(member, person), () => Ids(Enumerable.Reverse(world.Merges)
                    .Where(merge => (merge.Kept == person || merge.Merged == person) && ReferenceModel.Sees(member, merge)).Select(merge => merge.Id))),
                Told(await registrations.GetAsync($"/people/{person.Id}/merges"), list => Ids(list["items"]!.AsArray().Select(item => item.Id("mergeId")))));
        }

        foreach (var merge in world.Merges)
        {
            Compare(
                member, $"GET /merges/{merge.Id}", Found(member, ReferenceModel.KeepsCases(member), ReferenceModel.Sees(member, merge), () => $"rejected {merge.Kept.Id} {merge.Merged.Id}"),
                Told(await registrations.GetAsync($"/merges/{merge.Id}"), view => $"{view.Text("state")} {view.Id("kept")} {view.Id("merged")}"));
        }
    }
}

/// <content>And those of files that were said to be of one person.</content>
public sealed partial class Mutants
{
    private List<(Guid Id, Person Kept, Person Merged)> proposed = [];

    /// <summary>Somebody whose file was merged into another: nobody writes in it.</summary>
    private Person? away;

    /// <summary>Beside those of the world, which are decided: of each member one file that they keep with each that they could name.</summary>
    private async Task AddMergesAsync(NpgsqlConnection database, Dictionary<string, Reach> reaches)
    {
        proposed = [.. world.Members.SelectMany(PairsOf).DistinctBy(pair => (Min(pair.Own.Id, pair.Other.Id), Max(pair.Own.Id, pair.Other.Id)))
            .Select((pair, at) => at % 2 == 0 ? (Guid.CreateVersion7(), pair.Own, pair.Other) : (Guid.CreateVersion7(), pair.Other, pair.Own))];
        away = world.People.Find(person => world.Members.Exists(member => ReferenceModel.Keeps(member, person)));
        if (away is not null) await ExecuteAsync(database, $"update people set merged_into = '{world.People.Find(person => person != away)!.Id}' where person_id = '{away.Id}'");
        foreach (var (id, kept, merged) in proposed)
        {
            await ExecuteAsync(database, $"""
                insert into merges (merge_id, agency_id, kept, merged, state, proposed_by, proposed_at)
                values ('{id}', gen_random_uuid(), '{kept.Id}', '{merged.Id}', 'proposed', gen_random_uuid(), now())
                """);
        }

        reaches["merges"] = new("select merge_id from merges", member =>
        [
            .. world.Merges.Where(merge => SeesFile(member, merge.Kept) && SeesFile(member, merge.Merged)).Select(merge => merge.Id),
            .. proposed.Where(merge => SeesFile(member, merge.Kept) && SeesFile(member, merge.Merged)).Select(merge => merge.Id),
        ]);
        reaches["merges by update"] = new("update merges set state = 'rejected'", member => proposed.Where(merge => KeepsFile(member, merge.Kept) && KeepsFile(member, merge.Merged)).Select(merge => merge.Id));
    }

    private IEnumerable<(Person Own, Person Other)> PairsOf(Member member) =>
        world.People.Where(person => ReferenceModel.Keeps(member, person)).Take(1).SelectMany(own => Named(member).Where(other => other != own).Select(other => (own, other)));

    private static Guid Min(Guid one, Guid other) => one.CompareTo(other) < 0 ? one : other;

    private static Guid Max(Guid one, Guid other) => one.CompareTo(other) < 0 ? other : one;

    private bool SeesFile(Member member, Person person) =>
        ReferenceModel.Sees(member, person) || Given(member, person) || given.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 };

    private bool KeepsFile(Member member, Person person) =>
        ReferenceModel.Keeps(member, person) || Given(member, person) || given.GetValueOrDefault((member.Id, person.Id)) is { Length: > 0 } and not ReadOnly;

    /// <summary>What may be written of them: of two files that they keep, in their own name and not decided; and by a change nothing but that it is denied.</summary>
    private Dictionary<string, Written> MergesWritten()
    {
        var somebody = Guid.NewGuid();
        List<(Guid Member, Guid Id, bool IsRight)> written = [];
        List<string> rows = [];
        foreach (var member in world.Members)
        {
            void Add(Person kept, Person merged, bool isRight, Guid? agency = null, Guid? by = null, string state = "proposed")
            {
                written.Add((member.Id, Guid.CreateVersion7(), isRight));
                rows.Add($"('{written[^1].Id}'::uuid, '{agency ?? member.Agency.Id}'::uuid, '{kept.Id}'::uuid, '{merged.Id}'::uuid, '{state}', '{by ?? member.Id}'::uuid)");
            }

            foreach (var (own, other) in PairsOf(member))
            {
                Add(own, other, KeepsFile(member, other));
                Add(other, own, KeepsFile(member, other));
                Add(own, other, isRight: false, agency: somebody);
                Add(own, other, isRight: false, by: somebody);
                Add(own, other, isRight: false, state: "rejected");
            }
        }

        return new()
        {
            ["merges by keeper_proposes"] = new("merge_id", $$"""
                select (jsonb_populate_record(m.line, jsonb_build_object('merge_id', o.id, 'agency_id', o.agency, 'kept', o.kept, 'merged', o.merged, 'state', o.state, 'proposed_by', o.by_member, 'decided_by', null, 'decided_at', null))).*
                  from (select l as line from merges l limit 1) m, (values {{string.Join(", ", rows)}}) as o (id, agency, kept, merged, state, by_member)
                """, member => written.Where(one => one.Member == member.Id && one.IsRight).Select(one => one.Id)),
            ["merges by keeper_rejects"] = new("merge_id", "select * from merges limit 0", _ => world.Merges.Select(merge => merge.Id)),
        };
    }
}
