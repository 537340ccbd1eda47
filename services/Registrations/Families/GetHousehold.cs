using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Who lives or travels together, as far as the caller sees their files; a household of whom they see nobody is not there.</summary>
public static class GetHousehold
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/households/{householdId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<HouseholdView>();

    private static async Task<IResult> HandleAsync(Guid householdId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var rows = await work.QueryAsync<HouseholdView.Row>(HouseholdView.SelectOne, new { householdId });
        if (await HouseholdView.OpenAsync(rows, keys, householdId, ct) is not { } household)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords(household.Members.Select(member => member.PersonId).Distinct());
        await work.CommitAsync();
        return Results.Ok(household);
    }
}
