using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Says that a relative cares for the person: one whose kinship is verified, and who is not said to have harmed them.</summary>
public static class NameCaregiver
{
    /// <summary>What was seen or said.</summary>
    /// <param name="Since">Since when; never ahead.</param>
    /// <param name="Note">How they care, in words.</param>
    public sealed record Request(DateOnly? Since, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(care => care.Since).NotEmpty().PastDay(today);
            RuleFor(care => care.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/family/{linkId:guid}/caregiver", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(FamilyLinkView.RebuildAsync).Produces<FamilyLinkView>();

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

        if (found.State != "verified")
        {
            return Refusal.WrongState(found.State);
        }

        if (found.SaidBy(key).AllegedHarm)
        {
            return Refusal.WrongState("harm-alleged");
        }

        if (found.Caregiver)
        {
            return Refusal.WrongState("caregiver");
        }

        work.Update("update family_links set caregiver = true, version = version + 1 where link_id = @linkId", new { linkId });
        found.Add(work, key, "caregiver", body.Value.Since, null, body.Value.Note);
        return await found.CommitAsync(work, key);
    }
}
