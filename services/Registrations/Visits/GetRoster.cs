using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>Who was met at a visit, for who sees the visit.</summary>
public static class GetRoster
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/{visitId:guid}/roster", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<RosterView>();

    private static async Task<IResult> HandleAsync(Guid visitId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Guid?>("select visit_id from visits where visit_id = @visitId", new { visitId }) is null || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        return Results.Ok(RosterView.Of(await work.CommitRowsAsync<RosterView.Row>(RosterView.Select, new { visitId }), key));
    }
}
