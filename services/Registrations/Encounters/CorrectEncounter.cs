using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Encounters;

/// <summary>Puts right what was written of an encounter; the whole of it is sent, based on the version that was read. What was written before stays.</summary>
public static class CorrectEncounter
{
    private sealed record Found(int Version, Guid? FollowsUp);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/people/{personId:guid}/encounters/{encounterId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<EncounterView>();

    private static async Task<IResult> HandleAsync(
        Guid personId, Guid encounterId, Body<EncounterDetails> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (await work.QuerySingleOrDefaultAsync<Found>(Newest, new { personId, encounterId }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new EncounterDetails.Rules(work.Now)) is { } refusal)
        {
            return refusal;
        }

        if (ifMatch.Refuses(found.Version) is { } stale)
        {
            return stale;
        }

        var (met, version) = (body.Value, found.Version + 1);
        work.Update(EncounterView.Insert, new { encounterId, version, personId, found.FollowsUp, met.FollowUpOn, @sealed = key.Seal(EncounterDetails.Name, met) });
        var rows = await work.CommitRowsAsync<EncounterView.Row>(EncounterView.SelectOne, new { encounterId });
        response.Headers.ETag = IfMatch.Tag(version);
        return Results.Ok(EncounterView.Of(rows, key));
    }

    private const string Newest = "select version, follows_up from person_encounters where person_id = @personId and encounter_id = @encounterId order by version desc limit 1";
}
