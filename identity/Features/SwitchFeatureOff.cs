using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Features;

/// <summary>An administrator of the lead switches a feature off for an agency, at once. Repeating it changes nothing.</summary>
public static class SwitchFeatureOff
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/agencies/{agencyId:guid}/features/{feature}", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid agencyId, string feature, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(agencyId));
        if (await work.QuerySingleOrDefaultAsync<FeatureView>(FeatureView.SelectOne, new { agencyId, feature }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.SwitchedOn)
        {
            await work.QueryAsync<bool>(SwitchOff, new { agencyId, feature });
            await work.AnnounceNotBeforeAsync(agencyId);   // who follows the standing reads it again
        }

        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string SwitchOff = "delete from agency_features where agency_id = @agencyId and feature = @feature returning true";
}
