using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Duplicates;

/// <summary>Both records side by side. Whoever looks is entered in the audit of either person.</summary>
public static class GetDuplicate
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/duplicates/{duplicateId:guid}", HandleAsync).RequireAuthorization(Policies.DecideDuplicates).Audited(DataClass.Identity).Produces<DuplicateView>();

    private static async Task<IResult> HandleAsync(Guid duplicateId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<DuplicateView.Row>(DuplicateView.SelectOne, new { duplicateId }) is not { } row)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords(row.OneSealed is null ? [duplicateId] : [duplicateId, row.One, row.Other]);
        await work.CommitAsync();
        return Results.Ok(await DuplicateView.OpenAsync(row, work, ct));
    }
}
