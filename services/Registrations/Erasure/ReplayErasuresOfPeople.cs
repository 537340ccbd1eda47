using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>
/// People who are listed as erased, and are there again after a restore: erased once more before the service opens, and so is why an export was asked for
/// whose key was destroyed. The proof begins anew where the backup is older than it.
/// </summary>
public static class ReplayErasuresOfPeople
{
    private sealed record Back(Guid PersonId, Guid AgencyId, Guid? TeamId, Guid? ErasureId);

    /// <summary>Those of these records that are people with a file, or exports.</summary>
    public static async Task EraseAgainAsync(IServiceProvider services, IReadOnlyList<Guid> records, CancellationToken ct)
    {
        await using var work = await services.GetRequiredService<JobDatabase>().BeginAsync(ct);
        var back = await work.QueryAsync<Back>(FindBack, new { records = records.ToArray() });
        foreach (var person in back)
        {
            var erasureId = person.ErasureId ?? Guid.CreateVersion7();
            if (person.ErasureId is null)
            {
                await work.QueryAsync<int>(EraseByRule.Order, new { erasureId, person.PersonId, person.AgencyId, desks = AskForErasure.Desks(person.AgencyId, person.TeamId), because = "restored" });
            }

            await ErasedPerson.EraseAsync(work, erasureId, person.PersonId, person.AgencyId, "restored", ErasedPerson.Again);
        }

        var forgotten = await work.QuerySingleOrDefaultAsync<int>(Forget, new { exports = records.ToArray() });
        if (back.Count + forgotten > 0)
        {
            await work.CommitAsync();
        }
    }

    private const string Forget = "select export_forget(@exports)";

    private const string FindBack = """
        select p.person_id, p.agency_id, p.team_id, e.erasure_id
          from people p left join erasures e on e.person_id = p.person_id and e.status <> 'withdrawn'
         where p.person_id = any (@records) and p.erased_at is null
        """;
}
