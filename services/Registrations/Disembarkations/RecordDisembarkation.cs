using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Disembarkations;

/// <summary>Records that people were brought ashore.</summary>
public static class RecordDisembarkation
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/disembarkations", HandleAsync).RequireAuthorization(Policies.KeepVisits).Audited(DataClass.Site).Idempotent(DisembarkationView.RebuildAsync)
            .Produces<DisembarkationView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Body<DisembarkationDetails> body, ScopedDatabase database, KeyStore keys, TimeProvider clock, CancellationToken ct)
    {
        if (body.Refuses(new DisembarkationDetails.Rules(clock.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        var disembarkationId = Guid.CreateVersion7();
        var key = await keys.CreateAsync(disembarkationId, ct);
        await using var work = await database.BeginAsync(ct);
        await work.BeginAsync();
        work.Answers(StatusCodes.Status201Created, disembarkationId);
        work.Update(Insert, DisembarkationView.Written(disembarkationId, work.Caller.MainTeam, key, body.Value));
        work.GiveToKeepers(disembarkationId, "disembarkations", "recorded");
        DisembarkationView.Announce(work, disembarkationId, 1, body.Value);
        var row = await work.CommitAsync<DisembarkationView.Row>(DisembarkationView.SelectOne, new { disembarkationId });
        return Results.Created($"/api/disembarkations/{disembarkationId}", DisembarkationView.Of(row!, key));
    }

    private const string Insert = """
        insert into disembarkations (disembarkation_id, agency_id, team_id, recorded_by, at, area_code, point_code, force_code, persons, counts, sealed, recorded_at, updated_at)
        values (@disembarkationId, access.agency(), @team, access.caller(), @at, @areaCode, @pointCode, @forceCode, @persons, @counts::jsonb, @details, access.now(), access.now())
        """;
}
