using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>
/// Marks a relative who is said to have harmed the person: from then on they are no caregiver and are not made one. Everything else stays as it is. Who reads the
/// relative's own file is told nothing of it, and the relative's own copy leaves the whole link out.
/// </summary>
public static class AllegeHarm
{
    /// <summary>What is alleged.</summary>
    /// <param name="Note">In words. Sealed.</param>
    public sealed record Request(string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(alleged => alleged.Note).PlainText(2000);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/family/{linkId:guid}/alleged-harm", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(FamilyLinkView.RebuildAsync).Produces<FamilyLinkView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid linkId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundLink.LockAsync(work, personId, linkId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundLink.NotToChangeAsync(work, personId, linkId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var said = found.SaidBy(key);
        if (said.AllegedHarm)
        {
            return Refusal.WrongState("harm-alleged");
        }

        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var mirrored = found.Mirrored;
        if (mirrored is not null && await keys.GetAsync(found.RelativeId!.Value, ct) is { } theirs)
        {
            mirrored = theirs.Seal(FamilyLinkView.Mirror.Name, theirs.Open<FamilyLinkView.Mirror>(FamilyLinkView.Mirror.Name, mirrored) with { Withheld = true });
        }

        work.Update(Mark, new { linkId, mirrored, @sealed = key.Seal(FamilyLinkView.Said.Name, said with { AllegedHarm = true }) });
        found.Add(work, key, "harm-alleged", today, null, body.Value.Note);
        if (found.Caregiver)
        {
            found.Add(work, key, "caregiver-ended", today, null, null);
        }

        return await found.CommitAsync(work, key);
    }

    private const string Mark = "update family_links set sealed = @sealed, mirrored = @mirrored, caregiver = false, version = version + 1 where link_id = @linkId";
}
