using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Disembarkations;

/// <summary>One disembarkation, for who keeps it and the agency's protection officers.</summary>
public static class GetDisembarkation
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/disembarkations/{disembarkationId:guid}", HandleAsync).RequireAuthorization(Policies.SeeVisits).Audited(DataClass.Site).Produces<DisembarkationView>();

    private static async Task<IResult> HandleAsync(Guid disembarkationId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.CommitAsync<DisembarkationView.Row>(DisembarkationView.SelectOne, new { disembarkationId });
        if (await DisembarkationView.OpenAsync(row, keys, ct) is not { } landing)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(landing.Version);
        return Results.Ok(landing);
    }
}
