using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Whether a child is alone, with relatives or with who cares for them, with all that was ever said of it. Where nothing was said there is nothing.</summary>
public static class GetSeparation
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/separation", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<SeparationView>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var rows = await work.CommitRowsAsync<SeparationView.Row>(SeparationView.Select, new { personId });
        if (rows.Count == 0 || await keys.GetAsync(personId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        response.Headers.ETag = IfMatch.Tag(rows[0].Version);
        return Results.Ok(SeparationView.Of(rows, key, DateOnly.FromDateTime(work.Now.UtcDateTime)));
    }
}
