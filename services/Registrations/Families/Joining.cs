using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Somebody joins a household: whose file the caller keeps, and who is of no other.</summary>
/// <param name="PersonId">Their file.</param>
/// <param name="Role">Code of household-role.csv.</param>
/// <param name="Since">The first day; never ahead.</param>
public sealed record Joining(Guid? PersonId, string? Role, DateOnly? Since)
{
    private sealed record Standing(Guid PersonId, bool IsOfOne);

    internal sealed class Rules : AbstractValidator<Joining>
    {
        public Rules(DateOnly today)
        {
            RuleFor(joining => joining.PersonId).NotEmpty();
            RuleFor(joining => joining.Role).NotEmpty().CodeOf(CodeList.HouseholdRoles.Contains);
            RuleFor(joining => joining.Since).NotEmpty().PastDay(today);
        }
    }

    /// <summary>Each of them is written down, or none and why, by the path of each in the request.</summary>
    internal static async Task<Refusal?> WriteAsync(Work work, KeyStore keys, Guid householdId, IReadOnlyList<Joining> joining, Func<int, string> pathOf, CancellationToken ct)
    {
        Guid[] people = [.. joining.Select(one => one.PersonId!.Value)];
        var kept = (await work.QueryAsync<Guid>(Lock, new { people })).ToHashSet();
        var taken = (await work.QueryAsync<Guid>(Taken, new { people })).ToHashSet();
        var keyOf = await keys.GetAsync(kept, ct);
        Dictionary<string, string[]> Named(Func<Guid, bool> isWrong, string message) =>
            people.Select((person, at) => (person, at)).Where(one => isWrong(one.person)).ToDictionary(one => pathOf(one.at), _ => new[] { message });

        // not there, not theirs, only read by them: told alike
        if (people.Any(person => !keyOf.ContainsKey(person)))
        {
            return Refusal.Fields(Named(person => !keyOf.ContainsKey(person), Texts.In("Not a file that you keep.", "ليس ملفاً تتولاه.", "Pas un dossier dont vous avez la charge.")));
        }

        if (taken.Count > 0)
        {
            return new Refusal(409, "in-household", Texts.In("Somebody is of one household at a time: they leave it first.", "لا ينتمي الشخص إلا إلى أسرة معيشية واحدة: يغادرها أولاً.", "On est d’un seul ménage à la fois : il faut d’abord le quitter."), new Dictionary<string, object>
            {
                ["errors"] = Named(taken.Contains, Texts.In("Is of a household.", "ينتمي إلى أسرة معيشية.", "Est d’un ménage.")),
            });
        }

        foreach (var one in joining)
        {
            var personId = one.PersonId!.Value;
            work.Update(Insert, new { memberId = Guid.CreateVersion7(), householdId, personId, @sealed = keyOf[personId].Seal(HouseholdView.Said.Name, new HouseholdView.Said(one.Role!, one.Since!.Value)) });
        }

        work.AuditRecords(people);
        return null;
    }

    // in one order, so that two who name the same people do not wait for each other
    private const string Lock = "select person_id from people where person_id = any (@people) order by person_id for update";

    private const string Taken = "select person_id from household_members where person_id = any (@people) and left_at is null";

    private const string Insert = """
        insert into household_members (member_id, household_id, person_id, sealed, recorded_by, recorded_at) values (@memberId, @householdId, @personId, @sealed, access.caller(), access.now())
        """;
}
