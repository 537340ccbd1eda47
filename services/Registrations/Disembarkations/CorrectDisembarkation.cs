using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Disembarkations;

/// <summary>Puts right what is told of a disembarkation; the whole of it is sent, based on the version that was read.</summary>
public static class CorrectDisembarkation
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/disembarkations/{disembarkationId:guid}", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Produces<DisembarkationView>();

    private static async Task<IResult> HandleAsync(
        Guid disembarkationId, Body<DisembarkationDetails> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(Lock, new { disembarkationId }) is not { } version || await keys.GetAsync(disembarkationId, ct) is not { } key)
        {
            return await DisembarkationView.NotToChangeAsync(work, disembarkationId);
        }

        if (body.Refuses(new DisembarkationDetails.Rules(work.Now)) is { } refusal)
        {
            return refusal;
        }

        if (ifMatch.Refuses(version) is { } stale)
        {
            return stale;
        }

        work.Update(Update, DisembarkationView.Written(disembarkationId, null, key, body.Value));
        DisembarkationView.Announce(work, disembarkationId, version + 1, body.Value);
        var row = await work.CommitAsync<DisembarkationView.Row>(DisembarkationView.SelectOne, new { disembarkationId });
        response.Headers.ETag = IfMatch.Tag(version + 1);
        return Results.Ok(DisembarkationView.Of(row!, key));
    }

    private const string Lock = "select version from disembarkations where disembarkation_id = @disembarkationId for update";

    private const string Update = """
        update disembarkations set at = @at, area_code = @areaCode, point_code = @pointCode, force_code = @forceCode, persons = @persons, counts = @counts::jsonb, sealed = @details,
               version = version + 1, updated_at = access.now()
         where disembarkation_id = @disembarkationId
        """;
}
