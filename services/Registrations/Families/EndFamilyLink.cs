using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Says that somebody is nothing to a person any more, or never was; what was said stays. Who cared for the person by it does so no longer.</summary>
public static class EndFamilyLink
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
        routes.MapPost("/people/{personId:guid}/family/{linkId:guid}/end", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(FamilyLinkView.RebuildAsync)
            .Produces<FamilyLinkView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid linkId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundLink.LockAsync(work, personId, linkId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundLink.NotToChangeAsync(work, personId, linkId);
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.Ended)
        {
            return Refusal.WrongState("ended");
        }

        work.Update(End, new { linkId, @sealed = key.Seal(FamilyLinkView.Said.Name, found.SaidBy(key) with { EndedOn = body.Value.EndedOn, EndReason = body.Value.Reason }) });
        if (found.Caregiver)
        {
            found.Add(work, key, "caregiver-ended", body.Value.EndedOn, null, null);
        }

        return await found.CommitAsync(work, key);
    }

    private const string End = "update family_links set sealed = @sealed, ended_at = access.now(), caregiver = false, version = version + 1 where link_id = @linkId";
}
