using FluentValidation;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>
/// Says that nothing of it holds any more, as when somebody has grown up or turned out to be an adult. Where the age is disputed it takes a second person: nobody makes an
/// adult of a child alone.
/// </summary>
public static class EndSeparation
{
    /// <summary>The end.</summary>
    /// <param name="EndedOn">The last day on which it held; never ahead.</param>
    /// <param name="Reason">Why, in words.</param>
    public sealed record Request(DateOnly? EndedOn, string? Reason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(end => end.EndedOn).NotEmpty().PastDay(today);
            RuleFor(end => end.Reason).NotEmpty().PlainText(500);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/separation/end", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(RebuildAsync)
            .Produces<SeparationView>();

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<DisputedAge.File>(DisputedAge.Lock, new { personId }) is not { } file || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        if (SeparationView.Of(await work.QueryAsync<SeparationView.Row>(SeparationView.Select, new { personId }), key, today) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (found.Said.AgeDisputed is true && found.Said.RecordedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses(new Rules(today)) is { } refusal)
        {
            return refusal;
        }

        if (found.Status == SeparationView.Ended)
        {
            return Refusal.WrongState(found.Status);
        }

        DisputedAge.Say(work, personId, key, file, isDisputed: false);
        work.Update(RecordSeparation.Insert, new
        {
            separationId = Guid.CreateVersion7(),
            personId,
            version = found.Version + 1,
            @sealed = key.Seal(SeparationView.Saying.Name, new SeparationView.Saying(
                SeparationView.Ended, null, null, null, null, null, null, null, null, null, body.Value.EndedOn, body.Value.Reason, work.Caller.Subject, work.Now)),
        });
        var rows = await work.CommitRowsAsync<SeparationView.Row>(SeparationView.Select, new { personId });
        return Results.Ok(SeparationView.Of(rows, key, today));
    }

    private static async Task<object?> RebuildAsync(Work work, Guid personId) =>
        await work.CommitRowsAsync<SeparationView.Row>(SeparationView.Select, new { personId }) is { Count: > 0 } rows && await work.Service<KeyStore>().GetAsync(personId, CancellationToken.None) is { } key
            ? SeparationView.Of(rows, key, DateOnly.FromDateTime(work.Now.UtcDateTime)) : null;
}
