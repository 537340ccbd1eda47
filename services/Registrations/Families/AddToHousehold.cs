using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Somebody joins a household of which the caller keeps the file of somebody who is or was of it.</summary>
public static class AddToHousehold
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/households/{householdId:guid}/members", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(HouseholdView.RebuildAsync)
            .Produces<HouseholdView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid householdId, Body<Joining> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if ((await work.QueryAsync<int>(Hold, new { householdId })).Count == 0)
        {
            return await work.QuerySingleOrDefaultAsync<bool>(IsSeen, new { householdId }) ? Refusal.Forbidden : Refusal.NotFound;
        }

        if (body.Refuses(new Joining.Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (await Joining.WriteAsync(work, keys, householdId, [body.Value], _ => "$.personId", ct) is { } wrong)
        {
            return wrong;
        }

        work.Answers(StatusCodes.Status201Created, householdId);
        return Results.Created($"/api/households/{householdId}", await HouseholdView.CommitAsync(work, keys, householdId, ct));
    }

    // who is or was of it, and whose file the caller keeps; held as whoever joins is, who may have been of it: of two who share a lock neither gets more
    private const string Hold = """
        select 1 from household_members m join people p on p.person_id = m.person_id where m.household_id = @householdId order by p.person_id for update of p
        """;

    private const string IsSeen = "select exists (select 1 from household_members where household_id = @householdId)";
}
