using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What a visit was used for, the newest first, for who sees the visit.</summary>
public static class ListAdvocacyUses
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/{visitId:guid}/advocacy-uses", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<Page<AdvocacyUseView>>();

    private static async Task<IResult> HandleAsync(Guid visitId, PageRequest page, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Guid?>("select visit_id from visits where visit_id = @visitId", new { visitId }) is null || await keys.GetAsync(visitId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        var rows = await work.CommitRowsAsync<AdvocacyUseView.Row>(Select, new { visitId, page.Before, page.BeforeRecord, limit = page.Limit + 1 });
        return Results.Ok(page.Of(rows, row => AdvocacyUseView.Of(row, key), row => (row.RecordedAt, row.UseId)));
    }

    private const string Select = $"""
        {AdvocacyUseView.Select}
         where u.visit_id = @visitId and (u.recorded_at, u.use_id) < (@before, @beforeRecord)
         order by u.recorded_at desc, u.use_id desc limit @limit
        """;
}
