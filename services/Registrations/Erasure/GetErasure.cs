using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Erasure;

/// <summary>An erasure and its proof: for who asked, who decides, and the auditors of the agency.</summary>
public static class GetErasure
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/erasures/{erasureId:guid}", HandleAsync).RequireAuthorization(Policies.SeeErasures).Audited(DataClass.Ledger).Produces<ErasureView>();

    private static async Task<IResult> HandleAsync(Guid erasureId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<ErasureView.Row>(ErasureView.SelectOne, new { erasureId }) is not { } row)
        {
            return Refusal.NotFound;
        }

        var views = await ErasureView.OpenAsync([row], work, ct);
        work.AuditRecords(row.PersonId is { } person ? [erasureId, person] : [erasureId]);
        await work.CommitAsync();
        return Results.Ok(views[0]);
    }
}
