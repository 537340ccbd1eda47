using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>
/// Somebody other than who wrote a link down says how far it is verified, and how they looked into it. Until then nobody cares for a child by a claim of kinship; where it
/// is taken back, who cared by it does so no longer.
/// </summary>
public static class VerifyKinship
{
    /// <summary>What was found.</summary>
    /// <param name="State">Code of kinship-state.csv.</param>
    /// <param name="Method">Code of kinship-method.csv; needed where it is verified, wrongly claimed or rejected.</param>
    /// <param name="On">The day of it; never ahead.</param>
    /// <param name="Note">What was found, in words.</param>
    public sealed record Request(string? State, string? Method, DateOnly? On, string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(DateOnly today)
        {
            RuleFor(found => found.State).NotEmpty().CodeOf(CodeList.KinshipStates.Contains);
            RuleFor(found => found.Method).CodeOf(CodeList.KinshipMethods.Contains);
            RuleFor(found => found.Method).NotEmpty().When(found => found.State is "verified" or "falsely-attributed" or "rejected");
            RuleFor(found => found.On).NotEmpty().PastDay(today);
            RuleFor(found => found.Note).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/family/{linkId:guid}/verification", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Idempotent(FamilyLinkView.RebuildAsync).Produces<FamilyLinkView>();

    private static async Task<IResult> HandleAsync(Guid personId, Guid linkId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await FoundLink.LockAsync(work, personId, linkId) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await FoundLink.NotToChangeAsync(work, personId, linkId);
        }

        if (found.RecordedBy == work.Caller.Subject)
        {
            return Refusal.Forbidden;   // nobody verifies what they wrote down themselves
        }

        if (body.Refuses(new Rules(DateOnly.FromDateTime(work.Now.UtcDateTime))) is { } refusal)
        {
            return refusal;
        }

        if (found.Ended)
        {
            return Refusal.WrongState("ended");
        }

        var decided = body.Value;
        var caregiver = found.Caregiver && decided.State == "verified";
        work.Update(Decide, new { linkId, decided.State, caregiver });
        found.Add(work, key, decided.State!, decided.On, decided.Method, decided.Note);
        if (found.Caregiver && !caregiver)
        {
            found.Add(work, key, "caregiver-ended", decided.On, null, null);
        }

        return await found.CommitAsync(work, key);
    }

    private const string Decide = """
        update family_links set state = @state, decided_by = access.caller(), caregiver = @caregiver, version = version + 1 where link_id = @linkId
        """;
}
