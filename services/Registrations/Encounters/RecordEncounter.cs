using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Encounters;

/// <summary>Who keeps a file writes down that they met the person or spoke to them; by itself, or to follow up an earlier encounter, whose task is done with it.</summary>
public static class RecordEncounter
{
    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people/{personId:guid}/encounters", (Guid personId, Body<EncounterDetails> body, ScopedDatabase database, KeyStore keys, CancellationToken ct) => RecordAsync(personId, null, body, database, keys, ct))
            .RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(EncounterView.RebuildAsync).Produces<EncounterView>(StatusCodes.Status201Created);
        routes.MapPost("/people/{personId:guid}/encounters/{encounterId:guid}/follow-up", (Guid personId, Guid encounterId, Body<EncounterDetails> body, ScopedDatabase database, KeyStore keys, CancellationToken ct) => RecordAsync(personId, encounterId, body, database, keys, ct))
            .RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(EncounterView.RebuildAsync).Produces<EncounterView>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> RecordAsync(Guid personId, Guid? followsUp, Body<EncounterDetails> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (followsUp is not null && await work.QuerySingleOrDefaultAsync<bool>(IsThere, new { personId, followsUp }) is false)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses(new EncounterDetails.Rules(work.Now)) is { } refusal)
        {
            return refusal;
        }

        var (encounterId, met) = (Guid.CreateVersion7(), body.Value);
        work.Answers(StatusCodes.Status201Created, encounterId);
        work.Update(EncounterView.Insert, new { encounterId, version = 1, personId, followsUp, met.FollowUpOn, @sealed = key.Seal(EncounterDetails.Name, met) });
        var rows = await work.CommitRowsAsync<EncounterView.Row>(EncounterView.SelectOne, new { encounterId });
        return Results.Created($"/api/people/{personId}/encounters/{encounterId}", EncounterView.Of(rows, key));
    }

    private const string IsThere = "select exists (select 1 from person_encounters where person_id = @personId and encounter_id = @followsUp)";
}
