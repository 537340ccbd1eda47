using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Features;

/// <summary>All features, for one agency: which are on, what the others lack, and when they go off. For the agency's own administrators and the lead's.</summary>
public static class ListFeatures
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agencies/{agencyId:guid}/features", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational).Produces<Page<FeatureView>>();

    private static async Task<IResult> HandleAsync(Guid agencyId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await Administered.FindAsync(work, agencyId) is null)
        {
            return Refusal.NotFound;
        }

        var features = await FeatureView.OfAsync(work, agencyId);
        await work.CommitAsync();
        return Results.Ok(new Page<FeatureView>(features, Next: null));
    }
}
