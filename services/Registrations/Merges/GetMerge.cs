using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Merges;

/// <summary>A merge, and what was recorded in the file that is kept after it.</summary>
public static class GetMerge
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/merges/{mergeId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<MergeView>();

    private static async Task<IResult> HandleAsync(Guid mergeId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await MergeView.ReadAsync(work, mergeId) is not { } merge)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords([merge.Kept, merge.Merged]);
        await work.CommitAsync();
        return Results.Ok(merge);
    }
}
