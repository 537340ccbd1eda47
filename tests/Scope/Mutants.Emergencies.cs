using Npgsql;
using Platform.Access;

namespace Platform.Scope.Tests;

/// <content>And those of files opened in an emergency.</content>
public sealed partial class Mutants
{
    /// <summary>A file opened in an emergency: whose it is where it is of the world, by whom, and who is to confirm it.</summary>
    private sealed record Opened(Guid Id, Person? Person, Guid By, Guid Desk, bool IsConfirmed, bool IsErased = false, Guid? Keeper = null);

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

            opened.Add(new(Guid.NewGuid(), null, Guid.NewGuid(), Guid.NewGuid(), IsConfirmed: false, Keeper: member.Id));
            await GiveAsync(database, opened[^1].Id, member.Id, "identity", "1 hour", "ownership");
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
}
