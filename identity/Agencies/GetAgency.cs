using Platform.Access;
using Platform.Hosting;

namespace Platform.Identity.Agencies;

/// <summary>One agency with what its administrators may know of it.</summary>
public static class GetAgency
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/agencies/{agencyId:guid}", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational).Produces<AgencyView>();

    private static async Task<IResult> HandleAsync(Guid agencyId, ScopedDatabase database, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.CommitAsync<AgencyView>(AgencyView.SelectOne, new { agencyId }) is not { } view)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(view.Version);
        return Results.Ok(view);
    }
}
