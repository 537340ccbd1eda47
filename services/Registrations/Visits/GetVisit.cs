using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>One visit, for who keeps it and the agency's protection officers.</summary>
public static class GetVisit
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits/{visitId:guid}", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<VisitView>();

    private static async Task<IResult> HandleAsync(Guid visitId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<VisitView.Row>(VisitView.SelectOne, new { visitId });
        if (await VisitView.OpenAsync(row, keys, ct) is not { } visit)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(visit.Version);
        return Results.Ok(visit);
    }
}
