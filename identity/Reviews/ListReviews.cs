using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Reviews;

/// <summary>The reviews of an agency's access, the newest first.</summary>
public static class ListReviews
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agencies/{agencyId:guid}/reviews", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational).Produces<Page<ReviewView>>();

    private static async Task<IResult> HandleAsync(Guid agencyId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await Administered.FindAsync(work, agencyId) is null
            ? Refusal.NotFound
            : Results.Ok(new Page<ReviewView>(await work.CommitRowsAsync<ReviewView>(Of, new { agencyId }), Next: null));
    }

    private const string Of = $"{ReviewView.Select} where agency_id = @agencyId order by reviewed_at desc, review_id desc limit 200";
}
